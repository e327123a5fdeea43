"""``overflight node``: found, serve and watch the node a party runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.node import bundles as node_bundles
from overflight.cli.node import recovery as node_recovery
from overflight.cli.node import run as node_run
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk import Charter, Offer

app = typer.Typer(no_args_is_help=True, help="The node a party runs: found, serve, watch.")
node_run.add_to(app)
node_recovery.add_to(app)
node_bundles.add_to(app)

_LOCK = typer.Option(None, help="File that holds what locks the private keys.")
_NAME = typer.Option("Treaty on Open Skies", help="Name of the regime.")
_BASE = typer.Option("overflight.example/r1", help="Host and path that name the logs.")


def _charter(name: str, base: str, founders: tuple[str, ...]) -> Charter:
    from overflight.desk import Charter
    from overflight.treaty import open_skies, ruleset_hash

    depositaries = [s.code for s in open_skies().parties if s.depositary and s.code in founders]
    return Charter(name, base, tuple(depositaries), ruleset_hash())


def _offers(files: list[Path]) -> tuple[Offer, ...]:
    from overflight.adapters.node.folder import read_offer

    return tuple(read_offer(file) for file in files)


@app.command()
def offer(
    file: Path = typer.Argument(help="The offer to write, for the other founders."),
    party: str = typer.Option(help="Code of the party."),
    keys: Path = typer.Option(help="Folder of the party's keys, at home."),
    url: list[str] = typer.Option([], help="Where the log will be served: https://host:port/."),
    new: bool = typer.Option(False, "--new", help="Make the keys first."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Write a founder's public keys and addresses to a file that holds no secret."""
    from overflight.adapters.node.folder import home_keys, make_home_keys, node_founder, write_offer
    from overflight.cli.key.files import passphrase
    from overflight.desk import founder_offered, founders_of, offer_of, pin_of
    from overflight.desk.founding.answers import OfferAnswer
    from overflight.treaty import write_form

    (code,) = founders_of([party])
    secret = passphrase(passphrase_file)
    named = make_home_keys(keys, code, secret) if new else home_keys(keys, code, secret)
    made = offer_of(node_founder(named, tuple(url)))
    founder_offered(made)
    write_offer(file, made)
    if as_json:
        say_json(write_form(OfferAnswer(code, str(file), str(keys), made.urls, pin_of(made))))
        return
    say(f"Offer of {code} in {file}: public keys and addresses, no secret")
    say(f"  keys     {keys}{'' if secret else '   NOT LOCKED: whoever reads them has them'}")
    say(f"  urls     {' '.join(made.urls) or 'none: this node works by bundles only'}")
    say("Send it to every other founder; when all offers are there: overflight node charter")


@app.command()
def charter(
    offers: list[Path] = typer.Argument(help="The offers of all founders, your own among them."),
    out: Path = typer.Option(Path("genesis.json"), help="The genesis document to write."),
    name: str = _NAME,
    base: str = _BASE,
    as_json: bool = AS_JSON,
) -> None:
    """Write the genesis document from all offers; every founder does it and compares the id."""
    from overflight.adapters.files import write_out
    from overflight.cli.record.calls import wrong_founding
    from overflight.desk import document_of_offers, founders_of
    from overflight.desk.founding.answers import CharterAnswer
    from overflight.record import document_hash, read_genesis, regime_id
    from overflight.treaty import write_form

    read = _offers(offers)
    founders = founders_of([each.party for each in read])
    with wrong_founding():
        document = document_of_offers(_charter(name, base, founders), read)
    write_out(out, document)
    genesis = read_genesis(document)
    codes = tuple(founder.party for founder in genesis.parties)
    answer = CharterAnswer(
        str(out), regime_id(document), document_hash(document), codes, genesis.depositaries
    )
    if as_json:
        say_json(write_form(answer))
        return
    say(f"Genesis document of {len(codes)} founders in {out}: {' '.join(codes)}")
    say(f"  regime   {answer.regime}")
    say("Compare the regime id with every other founder on paper or by voice. Where it differs,")
    say("somebody was given other keys, another name or base. Then: overflight node init")


@app.command()
def init(
    folder: Path = typer.Argument(help="The node's new folder."),
    party: str = typer.Option(help="Code of the party."),
    genesis: Path = typer.Option(help="The genesis document all founders agreed on."),
    keys: Path = typer.Option(help="Folder of the party's keys, at home."),
    offers: list[Path] = typer.Option(
        [], "--offer", help="All offers, the own one too: how nodes are reached and known at first."
    ),
    listen: str = typer.Option("", help="Host and port to answer at, as 0.0.0.0:7443."),
    url: list[str] = typer.Option([], help="Where the log is served, as in the offer."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Begin a founder's log: entry 0, signed by its root keys, and the machine's keys."""
    from overflight.adapters.node.folder import home_keys
    from overflight.adapters.node.settings import NodeSettings
    from overflight.adapters.store.record_folder import read_plain
    from overflight.assembly import Beginning, Outside, new_node, peers_in
    from overflight.cli.key.files import passphrase
    from overflight.desk import founders_of
    from overflight.desk.founding.answers import NodeBegun
    from overflight.errors import UsageError
    from overflight.record import log_origin, read_genesis
    from overflight.treaty import write_form

    (code,) = founders_of([party])
    secret = passphrase(passphrase_file)
    document = read_plain(genesis)
    read = _offers(offers)
    own = [each for each in read if each.party == code]
    urls = tuple(url) or (own[0].urls if own else ())
    if listen and not urls:
        raise UsageError(
            "E-ADDRESS",
            where=f"node of {code}",
            expected=f"the offer of {code} itself among --offer, or --url: others call what stands"
            " in entry 0",
            found="an address to listen at that nobody will know",
            remedy="Name the party's own offer, too; or leave --listen out for a node that only"
            " asks.",
        )
    settings = NodeSettings(1, code, listen, peers=peers_in(read, code))
    beginning = Beginning(document, home_keys(keys, code, secret), settings, urls)
    regime = new_node(folder, beginning, Outside(passphrase=secret))
    origin = log_origin(read_genesis(document).base, code)
    answer = NodeBegun(str(folder), code, regime, origin, listen, tuple(settings.peers))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"Node of {code} in {folder}: log {origin}, entry 0 signed by the root keys")
    say(f"  regime   {regime}   compare it on paper before the first statement")
    say(f"  peers    {' '.join(answer.peers) or 'none known yet: name them in node.json'}")
    say(f"  keys     the machine's only; those of people stay in {keys}")
    say(f"Then: overflight node serve {folder}")


@app.command()
def network(
    folder: Path = typer.Argument(help="A new folder for the whole network."),
    parties: int = typer.Option(5, min=2, max=34, help="How many parties."),
    party: list[str] = typer.Option([], help="Code of a founder; chosen by the program if none."),
    port: int = typer.Option(
        7443, min=1024, max=65_000, help="Port of the first; the rest follow."
    ),
    name: str = typer.Option("Trial of Open Skies", help="Name of the regime."),
    base: str = typer.Option("overflight.example/trial", help="Host and path that name the logs."),
    facts: bool = typer.Option(True, help="Let a Depositary say the treaty's founding facts."),
    as_json: bool = AS_JSON,
) -> None:
    """Found a network on this machine to try it out: each node its own folder, keys and port."""
    from overflight.assembly import new_network, open_node
    from overflight.cli.record.calls import wrong_founding
    from overflight.desk import load_founding
    from overflight.desk.founding.answers import NetworkAnswer, NodeOfNetwork
    from overflight.treaty import write_form

    founders = _founders(party, parties)
    agreed = _charter(name, base, founders)
    with wrong_founding():
        made = new_network(folder, agreed, founders, port)
    said = 0
    if facts and agreed.depositaries:
        speaker = agreed.depositaries[0]
        with open_node(made.nodes[speaker]) as opened:
            said = len(load_founding(opened.record.desk, opened.record.signers[speaker]))
    nodes = tuple(
        NodeOfNetwork(code, str(path), f"127.0.0.1:{port + i}")
        for i, (code, path) in enumerate(made.nodes.items())
    )
    if as_json:
        say_json(write_form(NetworkAnswer(str(folder), made.regime, said, nodes)))
        return
    say(f"Network of {len(founders)} nodes in {folder}, regime {made.regime}")
    for node in nodes:
        say(f"  {node.party:4} {node.folder}   {node.listen}")
    if said:
        say(f"  {agreed.depositaries[0]} has said the treaty's {said} founding facts in its log")
    say("  all keys are on this machine and not locked: for trying out only")
    say("Start each node in a terminal of its own:")
    for node in nodes:
        say(f"  overflight node serve {node.folder}")
    say(f"Look at one: overflight node status {nodes[0].folder}")


def _founders(asked: list[str], number: int) -> tuple[str, ...]:
    """Return the founders asked for, or Depositaries first and then the others by code."""
    from overflight.desk import founders_of
    from overflight.treaty import open_skies

    if asked:
        return founders_of(asked)
    law = open_skies()
    every = founders_of([])
    ordered = [*law.depositaries, *(code for code in every if code not in law.depositaries)]
    return tuple(sorted(ordered[:number]))
