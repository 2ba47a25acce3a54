"""Given names that are nearly always a woman's or a man's: a last resort for telling who "she" or "he" can be."""

from __future__ import annotations

__all__ = ["MENS_NAMES", "WOMENS_NAMES"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


WOMENS_NAMES = _names("""
Aisha Aicha Amelia Amélie Amina Amira Amy Ana Anastasia Angela Angelina Anita Anna Anne Antonia Asha Astrid Ayesha
Aylin Barbara Beatrice Beatriz Bella Benazir Birgit Brenda Brigitte Camila Carmen Carol Caroline Catherine Cecilia
Charlotte Chiara Christina Christine Claire Clara Claudia Corazon Cristina Daniela Deborah Diana Dina Dolores Dragana
Ekaterina Elena Elif Elisabeth Eliza Elizabeth Ella Ellen Emily Emma Esther Eva Evelyn Farah Fatima Fatma Fatou Fiona
Florence Folake Fouzia Francesca Frances Gabriela Gabrielle Galina Giulia Gloria Grace Greta Gül Habiba Hafsa Halyna
Hanan Hanna Hannah Harriet Heather Heidi Helen Helena Huda Ingrid Irena Irina Isabel Isabelle Ivana Jacqueline Jana
Jane Janet Jelena Jennifer Jessica Joan Joanna Josephine Joyce Judith Julia Juliana Julie Karen Katarina Kate
Katharina Katherine Kathleen Laila Laura Layla Leila Lena Leticia Leyla Lina Linda Lisa Lucia Lucy Ludmila Luisa
Lyudmila Maria María Mariam Mariana Marie Marina Marta Martha Mary Maryam Mehwish Mercy Mia Michelle Milena Mina Mira
Miriam Mona Monica Nadia Nancy Naomi Natalia Natasha Nicole Nigar Nina Nora Noor Nour Nurul Nusrat Oksana Olga Olivia
Ophelia Paula Pauline Petra Priya Rachel Rania Rebecca Reem Rosa Rosalie Rose Ruth Sabina Sabine Sadia Safia Salma
Samira Sandra Sara Sarah Shabana Shirin Silvia Sofia Sonia Sophie Stella Stephanie Susan Svetlana Sylvia Tamara Tanya
Tatiana Teresa Theresa Ursula Valentina Valeria Vanessa Vera Veronica Victoria Viktoria Virginia Wafa Wanjiru Yasmin
Yolanda Yulia Yvonne Zahra Zainab Zeynep Zoe Zuzana
""")
"""Given names of women that hardly any man has."""

MENS_NAMES = _names("""
Abdul Abdullah Abdulla Abdulrahman Abel Abraham Adam Adrian Ahmad Ahmed Alan Albert Alberto Aleksandr Alessandro
Alexander Alfred Ali Amadou Amir Anders Andreas Andrew Andrei Andrés Andrii Ángel Anthony Anton Antonio Arjun Armen
Arthur Artur Asif Babak Barnabas Bashar Bassam Benjamin Bernard Bilal Björn Boris Boubacar Brian Bruno Bülent Carl
Carlos Charles Christian Christopher Colin Craig Daniel Daoud David Deepak Denis Dennis Diego Dmitri Dmitry Dominic
Donald Douglas Edgar Eduardo Edward Edwin Elias Emeka Emil Emmanuel Enrique Erdal Eric Erik Ernesto Eugene Faisal
Farid Fernando Francis Francisco Frank Franz Fred Frederick Gabriel Gareth Gary George Gerald Gerard Giovanni Glenn
Gordon Graham Gregory Guillermo Gustavo Habib Hamid Hans Harald Harold Harry Hasan Hassan Hector Heinrich Henrik Henry
Hernán Hugo Hussein Ian Ibrahim Idris Ignacio Igor Ihor Ilya Imran Isaac Ismail Ivan Jack Jacob Jacques Jamal James
Jan Jason Javier Jean Jeffrey Jeremy Jerome Jesús Jim Joachim Joe Johan Johannes John Jonas Jonathan Jorge José Joseph
Joshua Juan Julian Julius Jürgen Kamal Kamran Karim Karl Keith Kenneth Kenny Kev Kevin Khalid Klaus Kofi Konstantin
Lars Laurent Lawrence Leo Leon Leonard Liam Louis Luc Lucas Luis Luke Mahmoud Mahmud Malik Manuel Marc Marcel Marco
Marcos Mario Mark Martin Marwan Mateo Matthew Matthias Maurice Max Mehmet Michael Michel Miguel Mikhail Miroslav
Mohamed Mohammad Mohammed Moses Muhammad Murat Mustafa Nabil Nathan Neil Nicholas Nicolas Nigel Niels Nikolai Oleg
Oleh Oliver Olivier Omar Oscar Osman Otto Ousmane Pablo Patrick Paul Pavel Pedro Per Pervez Peter Petr Philip Philippe
Pierre Pieter Piotr Rafael Rahul Rajesh Ralph Ramon Rashid Raúl Raymond Ricardo Richard Robert Roberto Roger Roland
Roman Ronald Ross Roy Rudolf Rustam Sadiq Saeed Saïd Salah Salim Samuel Sanjay Santiago Scott Sean Sergei Sergey
Sergio Simon Stanislav Stefan Stephen Steven Stuart Sven Tariq Terence Theodore Thomas Tim Timothy Tobias Tom Tomas
Tomás Tony Umar Vadim Viktor Vincent Vladimir Walter Werner Wilhelm William Wolfgang Yahya Yasser Yusuf Yuri Zaid
""")
"""Given names of men that hardly any woman has."""
