"""Classes of acts in five groups, so that a picture needs five colours and not sixteen."""

from db.vocabulary import Action

COOPERATION = "Cooperation"
TALKS = "Talks"
DEMANDS = "Criticism, demands"
PRESSURE = "Pressure"
FORCE = "Force"
GROUPS = (COOPERATION, TALKS, DEMANDS, PRESSURE, FORCE)
"""From the friendliest to the most hostile."""

GROUP_OF = {
    Action.AGREE: COOPERATION,
    Action.SUPPORT: COOPERATION,
    Action.CONCEDE: COOPERATION,
    Action.COOPERATE: COOPERATION,
    Action.AID: COOPERATION,
    Action.RETREAT: COOPERATION,
    Action.CONSULT: TALKS,
    Action.REQUEST: DEMANDS,
    Action.ACCUSE: DEMANDS,
    Action.REJECT: DEMANDS,
    Action.THREATEN: PRESSURE,
    Action.PROTEST: PRESSURE,
    Action.SANCTION: PRESSURE,
    Action.COERCE: PRESSURE,
    Action.MOBILIZE: FORCE,
    Action.ASSAULT: FORCE,
}
"""Statements and what is of no known class are not drawn."""
