"""States by the words that reports use for them: names, adjectives, capitals, and houses that speak for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = ["ORGANISATIONS", "State", "state_words", "states"]


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    Parameters
    ----------
    name
        As it is shown.
    adjective
        As in "the Afghan government"; the name where there is none.
    capital
        Where its government sits.
    words
        All that stands for it in a report, longest first.
    """

    name: str
    adjective: str
    capital: str
    words: tuple[str, ...]


# name | adjective | others of its words | capital. Houses stand among the others where only one state has one so named.
_STATES = """
Afghanistan|Afghan|Afghans|Kabul
Albania|Albanian|Albanians|Tirana
Algeria|Algerian|Algerians|Algiers
Angola|Angolan|Angolans|Luanda
Argentina|Argentine|Argentines|Buenos Aires
Armenia|Armenian|Armenians|Yerevan
Australia|Australian|Australians|Canberra
Austria|Austrian|Austrians|Vienna
Azerbaijan|Azerbaijani|Azerbaijanis,Azeri|Baku
Bahrain|Bahraini|Bahrainis|Manama
Bangladesh|Bangladeshi|Bangladeshis|Dhaka
Belarus|Belarusian|Belarusians|Minsk
Belgium|Belgian|Belgians|Brussels
Bolivia|Bolivian|Bolivians|La Paz
Bosnia|Bosnian|Bosnians,Bosnia and Herzegovina|Sarajevo
Brazil|Brazilian|Brazilians|Brasilia
Burkina Faso|Burkinabe||Ouagadougou
Burundi|Burundian|Burundians|Bujumbura
Cambodia|Cambodian|Cambodians|Phnom Penh
Cameroon|Cameroonian|Cameroonians|Yaounde
Canada|Canadian|Canadians|Ottawa
Central African Republic|Central African||Bangui
Chad|Chadian|Chadians|N'Djamena
Chile|Chilean|Chileans|Santiago
China|Chinese||Beijing
Colombia|Colombian|Colombians|Bogota
Congo|Congolese|Democratic Republic of the Congo,DR Congo,DRC|Kinshasa
Croatia|Croatian|Croatians,Croats|Zagreb
Cuba|Cuban|Cubans|Havana
Cyprus|Cypriot|Cypriots|Nicosia
Denmark|Danish|Danes|Copenhagen
Djibouti|Djiboutian||
Ecuador|Ecuadorian|Ecuadorians|Quito
Egypt|Egyptian|Egyptians|Cairo
El Salvador|Salvadoran|Salvadorans|San Salvador
Eritrea|Eritrean|Eritreans|Asmara
Ethiopia|Ethiopian|Ethiopians|Addis Ababa
Finland|Finnish|Finns|Helsinki
France|French|Elysee|Paris
Georgia|Georgian|Georgians|Tbilisi
Germany|German|Germans|Berlin
Ghana|Ghanaian|Ghanaians|Accra
Greece|Greek|Greeks|Athens
Guatemala|Guatemalan|Guatemalans|
Guinea|Guinean|Guineans|Conakry
Haiti|Haitian|Haitians|Port-au-Prince
Honduras|Honduran|Hondurans|Tegucigalpa
Hungary|Hungarian|Hungarians|Budapest
India|Indian|Indians|New Delhi
Indonesia|Indonesian|Indonesians|Jakarta
Iran|Iranian|Iranians|Tehran
Iraq|Iraqi|Iraqis|Baghdad
Ireland|Irish||Dublin
Israel|Israeli|Israelis|Jerusalem
Italy|Italian|Italians|Rome
Ivory Coast|Ivorian|Ivorians|Abidjan
Japan|Japanese||Tokyo
Jordan|Jordanian|Jordanians|Amman
Kazakhstan|Kazakh|Kazakhs|Astana
Kenya|Kenyan|Kenyans|Nairobi
Kosovo|Kosovar|Kosovars|Pristina
Kuwait|Kuwaiti|Kuwaitis|
Kyrgyzstan|Kyrgyz||Bishkek
Laos|Lao||Vientiane
Lebanon|Lebanese||Beirut
Liberia|Liberian|Liberians|Monrovia
Libya|Libyan|Libyans|Tripoli
Malaysia|Malaysian|Malaysians|Kuala Lumpur
Mali|Malian|Malians|Bamako
Mauritania|Mauritanian|Mauritanians|Nouakchott
Mexico|Mexican|Mexicans|Mexico City
Moldova|Moldovan|Moldovans|Chisinau
Morocco|Moroccan|Moroccans|Rabat
Mozambique|Mozambican|Mozambicans|Maputo
Myanmar|Burmese|Burma|Naypyidaw
Nepal|Nepali|Nepalese|Kathmandu
Netherlands|Dutch||The Hague
Nicaragua|Nicaraguan|Nicaraguans|Managua
Niger|Nigerien||Niamey
Nigeria|Nigerian|Nigerians|Abuja
North Korea|North Korean|North Koreans|Pyongyang
Northern Ireland|Northern Irish||Belfast
Norway|Norwegian|Norwegians|Oslo
Oman|Omani|Omanis|Muscat
Pakistan|Pakistani|Pakistanis|Islamabad
Papua New Guinea|Papua New Guinean||Port Moresby
Peru|Peruvian|Peruvians|Lima
Philippines|Philippine|Filipino,Filipinos|Manila
Poland|Polish|Poles|Warsaw
Portugal|Portuguese||Lisbon
Qatar|Qatari|Qataris|Doha
Romania|Romanian|Romanians|Bucharest
Russia|Russian|Russians,Kremlin|Moscow
Rwanda|Rwandan|Rwandans|Kigali
Saudi Arabia|Saudi|Saudis|Riyadh
Senegal|Senegalese||Dakar
Serbia|Serbian|Serbs|Belgrade
Sierra Leone|Sierra Leonean||Freetown
Somalia|Somali|Somalis|Mogadishu
South Africa|South African|South Africans|Pretoria
South Korea|South Korean|South Koreans|Seoul
South Sudan|South Sudanese||Juba
Spain|Spanish|Spaniards|Madrid
Sri Lanka|Sri Lankan|Sri Lankans|Colombo
Sudan|Sudanese||Khartoum
Sweden|Swedish|Swedes|Stockholm
Switzerland|Swiss||Bern
Syria|Syrian|Syrians|Damascus
Tajikistan|Tajik|Tajiks|Dushanbe
Tanzania|Tanzanian|Tanzanians|Dodoma
Thailand|Thai|Thais|Bangkok
Togo|Togolese||Lome
Tunisia|Tunisian|Tunisians|Tunis
Turkey|Turkish|Turks,Türkiye|Ankara
Turkmenistan|Turkmen||Ashgabat
Uganda|Ugandan|Ugandans|Kampala
Ukraine|Ukrainian|Ukrainians|Kyiv
United Arab Emirates|Emirati|Emiratis,UAE|Abu Dhabi
United Kingdom|British|UK,U.K.,Britain,Britons,Whitehall,Downing Street|London
United States|American|US,U.S.,USA,Americans,State Department,White House,Pentagon,Secretary of State|Washington
Uzbekistan|Uzbek|Uzbeks|Tashkent
Venezuela|Venezuelan|Venezuelans|Caracas
Vietnam|Vietnamese||Hanoi
Yemen|Yemeni|Yemenis|Sanaa
Zimbabwe|Zimbabwean|Zimbabweans|Harare
"""

ORGANISATIONS = {
    "United Nations": ("United Nations", "UN", "U.N."),
    "European Union": ("European Union", "EU"),
    "African Union": ("African Union", "AU"),
    "NATO": ("NATO", "Nato"),
    "OSCE": ("OSCE",),
    "ECOWAS": ("ECOWAS", "Ecowas"),
    "IGAD": ("IGAD",),
    "Arab League": ("Arab League",),
    "ASEAN": ("ASEAN", "Asean"),
}
"""Bodies of states that mediate or send troops, by name, with the words for them."""


@cache
def states() -> dict[str, State]:
    """Return the states by name.

    Examples
    --------
    >>> states()["Pakistan"].adjective, states()["Qatar"].capital
    ('Pakistani', 'Doha')
    """
    found = {}
    for line in _STATES.split("\n"):
        if line.strip():
            name, adjective, others, capital = line.split("|")
            words = {name, adjective, capital, *others.split(",")} - {""}
            found[name] = State(name, adjective, capital, tuple(sorted(words, key=lambda one: (-len(one), one))))
    return found


@cache
def state_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds the words for states and organisations, and whose each word is.

    Examples
    --------
    >>> pattern, whose = state_words()
    >>> [whose[one] for one in pattern.findall("South Sudanese rebels met US officials in Doha.")]
    ['South Sudan', 'United States', 'Qatar']
    """
    whose = {word: name for name, state in states().items() for word in state.words}
    whose |= {word: name for name, words in ORGANISATIONS.items() for word in words}
    longest = sorted(whose, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?!\w)(?!-\w+-)"), whose
