"""The workbench: a page on this machine in which a case's levers, numbers and statements can be changed and played."""
