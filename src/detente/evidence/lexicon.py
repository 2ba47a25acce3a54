"""Common words by what they do in a report: roles, words that are no names, words that name bodies and documents."""

from __future__ import annotations

__all__ = ["BEFORE_NAME", "BODIES", "CAPITAL", "COMMON", "DOCUMENTS", "NOT_NAMES", "PLACES", "PORTFOLIOS", "ROLES"]

CAPITAL = "A-Z" + "".join(
    char for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if (char := chr(code)).isupper()
)
"""Capital letters of the Latin script, as inside of a regular expression's brackets."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split("|") if word.strip())


ROLES = _words("""
vice president | president | deputy prime minister | prime minister | premier | deputy foreign minister |
foreign minister | defence minister | defense minister | interior minister | finance minister | deputy minister |
home minister | home secretary | transport minister | justice minister | information minister |
communications minister | minister | high commissioner | commissioner | undersecretary | secretary of state |
secretary of defense | chief of the general staff | chief of staff |
legal adviser | secretary-general | secretary general | foreign secretary |
press secretary | cabinet secretary | secretary | chancellor | king | queen | prince | princess |
sheikh | shaikh | emir | sultan |
ayatollah | archbishop | bishop | cardinal | rabbi | pastor |
imam | mullah | maulvi | general | colonel | lieutenant | major | captain | sergeant | admiral | brigadier | marshal |
commander | spokesman | spokeswoman | spokesperson | spokesmen | special envoy | envoy | special representative |
representative | ambassador | chief negotiator | negotiator | mediator | senator | congressman | congresswoman |
governor | mayor | lawmaker | speaker | judge | justice | professor | director | national security adviser |
national security advisor | adviser | advisor | chairman | chairwoman | chair | leader | chief | deputy | analyst |
diplomat | official | expert | researcher | activist | candidate | nominee | head | officer | author | host | pollster |
strategist | correspondent | editor | reporter | lawyer | attorney | historian | economist | scholar | fellow | aide |
coordinator | ombudsman | facilitator | rapporteur | prosecutor | taoiseach | tánaiste
""")
"""What persons are, in small letters, longer names of roles before the shorter ones that they end in."""

BODIES = _words("""
Department | Ministry | House | Army | Force | Forces | Front | Council | Agency | News | Union | Party |
Government | Administration | Office | Committee | Commission | Court | Post | Times | Journal | Television | TV |
Radio | Channel | Studies | Press | Institute | Center | Centre | University | Bank | Movement | Brotherhood |
Alliance | Coalition | Congress | Senate | Parliament | Kremlin | Pentagon | Command | Network | Group |
Foundation | Republic |
States | Nations | Kingdom | Watch | Rights | Bureau | Corps | Guard | Guards | Militia | Brigade | Brigades |
Programme | Program | Fund | Division | Battalion | Regiment | Directorate | Secretariat | Panel | Monitors |
Observatory | Delegation | List | Embassy | Palace | Campaign | Examiner | Herald | Tribune |
Broadcasting | Company | Inc | Poll | Association |
Society | League | Federation | Organization | Organisation | Authority | Board | Mission | Airport | Province |
City | Street | Deal | Agreement | Accord
""")
"""Words in names of what is no person."""

NOT_NAMES = frozenset(
    _words("""
The | A | An | In | On | At | By | For | From | With | But | And |
Or | So | If | As | When | While | After |
Before | Since | Until | Despite | Although | Though | However | Meanwhile | Then | Now | There | Here | This |
That | These | Those | It | Its | He | She | They | We | I | You | His | Her | Their | Our | My | What | Who |
Why | How | Where | Which | Asked | According | Both | Each | Some | Many | Most | All | Any | Another | Other |
Yet | Still | Also | Not | No | Yes | One | Whoever | Whatever | Nobody | Everybody | Everyone | None | Neither |
Few | Such | Pressed | Speaking | Nearly | Roughly | Almost | More | Less | Fewer | Only | Just | Even | Up |
 Today | Yesterday | Tomorrow | Last | Next | Earlier | Later | During |
Under | Over | About | Once | Because | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday |
January | February | March | April | May | June | July | August | September | October | November | December
""")
)
"""Words that are capitalised for where they stand, or that name days."""

BEFORE_NAME = frozenset(
    _words("""
Former | Retired | Engineer | Comrade | Home | CS | PM | CM | DPM | FM | NSA | Constable | Inspector | Superintendent |
Army | Navy | Police | Interim | Acting | Deputy | Senior | Chief | State | Foreign | Special | US |
U.S. | UN | U.N. | British | American | Then-President | Ex-President | Vice | Prime | National | First | Late
""")
)
"""Capitalised words that stand before a name and are no part of it."""

PORTFOLIOS = frozenset(
    _words("""
Peace | Defence | Defense | Affairs | Interior | Finance | Justice | Health | Education | Security | Information |
Administration | Culture | Trade | Rights | Refugees | Labour | Labor | Transport | Energy | Agriculture |
Communications | Planning | Development | Reconciliation | Integration | Reform | Youth | Sport | Housing | Mines |
Water | Tourism | Staff | Operations | Relations | Media
""")
)
"""What ministers and commissioners are "of" or "for"; no first name."""

PLACES = frozenset(
    _words("""
South Africa | North Korea | South Korea | New Zealand | Saudi Arabia | Sri Lanka | Costa Rica | Sierra Leone |
Burkina Faso | El Salvador | Puerto Rico | San Francisco | Los Angeles | New York | New York City | New Delhi | Hong
Kong | Tel Aviv | Addis Ababa | Abu Dhabi | Kuala Lumpur | Port Sudan | Buenos Aires | South Sudan | Great Britain |
Northern Ireland | East Timor | Ivory Coast | Cape Verde | Papua New Guinea | San Marino | North Macedonia |
Equatorial Guinea | Western Sahara | West Bank | East Jerusalem | West Africa | East Africa | North Africa |
Southern Africa | Latin America | Middle East | Eastern Europe | Western Europe | Central Asia | South Asia |
Southeast Asia | Hill Country | Rio Grande | Mexico City | Guatemala City | Kuwait City | Panama City | Las Vegas |
New Jersey | New Mexico | New Hampshire | North Carolina | South Carolina | West Virginia | Rhode Island |
Washington DC | White House | Wall Street | Capitol Hill | Downing Street | Santo Domingo | San Salvador | Port-au-
Prince | Ho Chi Minh City | Khyber Pakhtunkhwa | Nagorno-Karabakh | Crans-Montana | Sharm el-Sheikh | Camp David
""")
)
"""Places of two words and more, which are nobody's name."""

DOCUMENTS = _words("""
letter | memo | memorandum | draft | proposal | document | report | cable | text | note | email | e-mail | message |
transcript | statement | communique | communiqué | paper | plan | resolution | article | filing | tape | recording |
readout | post | minutes | copy | annex | declaration | affidavit | manifesto | leaflet |
ruling | protocol | roadmap | tweet | study | survey | poll | briefing | dossier | decree | constitution | agreement
""")
"""What says something without being a person."""

COMMON = frozenset(
    _words("""
asked | whether | about | believes | believe | thinks | think | that | this | they | their | there | were | what |
when | which | will | would | have | from | with | government | country | said | been | being | process | current | also
""")
)
"""Words of four letters or more that tell nothing about what a sentence is on."""
