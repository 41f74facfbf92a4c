"""Folding, and the closed classes of English words that linking reads by."""

from __future__ import annotations

import unicodedata

from ..language.pronouns import PRONOUNS


def bag(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})
QUOTES = str.maketrans("’‘ʼ`´“”„–—", "'''''\"\"\"--")

POSSESSIVE = bag("his her its their my our whose")

DETERMINERS = bag("the a an this that these those some any several many no each every another both all")
DEFINITE = bag("the this that these those both")
PREPOSITIONS = bag(
    """in at from to near of on by with for against between among over under into toward towards outside
    inside around about after before during since until via through across along behind beyond upon within
    without as like than"""
)
CONJUNCTIONS = bag("and or but nor while if when because although though whether that which who so yet")
LOCATIVE = bag("in at from to near outside inside around into across toward towards within throughout")
PARTS_OF_LAND = bag(  # before "of" and a place
    """city town village district suburb neighbourhood neighborhood province countryside outskirts region area
    enclave north south east west northeast northwest southeast southwest"""
)
AUXILIARIES = bag(
    """is are was were be been being has have had do does did will would can could may might must shall should
    not n't also"""
)
SAYING = bag(
    """said says say saying told tells added adds announced announces stated states warned warns claimed
    claims insisted insists argued argues declared reported reports confirmed confirms denied denies stressed
    emphasized emphasised noted wrote tweeted explained replied asked urged called described accused vowed
    pledged alleged admitted acknowledged repeated reiterated condemned predicted believes believed"""
)
ADVERBIALS = bag(  # between who speaks and the verb, as is "on" before a day
    """monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later also however meanwhile
    then again repeatedly"""
)
BACKING = bag("backed supported sponsored funded armed trained")  # after a hyphen: the name before it supports
TIES = BACKING | bag(  # after a hyphen: the name before it supports or harms, and does not own
    """allied linked friendly aligned affiliated inspired
    ravaged torn brokered mediated educated made wide style held occupied imposed dominated born based ruled
    bound oriented loyal hit owned proposed drafted supplied besieged bombed"""
)
CLASSES = bag(  # last words of nouns that only say what a named body is: "the SANA news agency"
    """agency channel television radio newspaper network station group movement organisation organization militia
    coalition alliance bloc party monitor watchdog observatory union faction"""
)
STATE_RUN = bag("state national official")  # before media and their kinds, by which names of state media are told
OWNING = bag("led run controlled commanded")  # after a hyphen: the name before it owns
PARTICLES = bag("al el ul de da di del della van von der den bin ibn abu ben bint ould la le du dos das e zu ter ap")
HONORIFICS = bag(
    """mr mrs ms miss dr sir lord lady dame prof sheikh ayatollah prince princess king queen mullah imam pope
    gen lt col maj capt sgt adm brig cmdr president presidents general colonel judge justice comrade
    hojatoleslam grand hajj sayyed"""
)
HONORIFIC_OF = dict.fromkeys(bag("mr sir lord prince king"), "m") | dict.fromkeys(
    bag("mrs ms miss lady dame princess queen"), "f"
)
NEW_SENTENCE = bag("a an he she it they we this these there meanwhile according")  # capitalised, they end a name
INVERTING = bag("said says added")  # before the one who speaks: "..., said Okoye"
RANKS = bag("gen lt col maj capt sgt adm brig cmdr general colonel")  # titles of soldiers
AGAINST = bag("anti pro non ex")  # prefixes before a name that does not own, and is not meant
WIDE = bag(  # adjectives of many countries: what they go with takes none from the story
    """western european arab african asian latin foreign international multinational world global regional
    gulf nordic baltic islamic muslim third neighbouring neighboring donor overseas worldwide"""
)
DOCUMENTS = bag("report claim statement communique communiqué readout announcement declaration release spokesperson's")
BODIES = bag(  # last words of names of bodies
    """court courts service services forces university academy centre center agency council committee commission
    department office bureau institute foundation fund bank company corporation group party movement union league
    association front army brigade brigades battalion division police guards congress assembly senate parliament
    ministry embassy organisation organization network coalition corps directorate administration"""
)
THINGS = BODIES | bag(  # last words of names of places, bodies, works and events, that are no persons
    """garden gardens marathon square shore road avenue airport river mountain mountains sea mosque temple hospital
    school college stadium building prison camp hotel news times post press program programme project plan treaty
    accord accords agreement convention amendment award cup games festival operation mission initiative summit forum
    conference province district city town village county state states island islands coast border the of and"""
)
THING_OPENERS = bag("operation camp fort mount lake port hotel the")  # first words of such names
NUMBERS = bag(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands
    million millions dozen dozens scores tens"""
)
COUNTING = NUMBERS | bag(  # words of "at least 16 others", which count people and name none
    """both all other others another more many several some few about around nearly almost over at least up to than of
    the a an"""
)
NEVER_NAMES = bag(  # capitalised at the head of a sentence, and no name
    """i we he she it they you the a an this that these those there here in on at from to by with for against
    as but and or if when while since after before during under over his her its their our my your who what
    why how where which not no yes some many most several all both each every any another other others two
    three four five six one more less few much such according asked speaking earlier later last next today
    yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december however meanwhile despite although though because
    until once also even still only just then now so yet nor about around among north south east west northern
    southern eastern western central between former new old senior top officials official sources military
    foreign local state government police photo image video read more watch reporting editing breaking update
    live exclusive analysis opinion"""
)

STOPS = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | SAYING | (PRONOUNS - POSSESSIVE)  # no words of a noun phrase


def fold(word: str) -> str:
    """A word without case, accents and curly quotes."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.translate(QUOTES).translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def capital(word: str) -> bool:
    """Whether a word begins with a capital."""
    return word[:1].isupper()
