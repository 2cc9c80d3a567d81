"""``linkgraph share key``: the agency's own keys, and the partners' that a case trusts."""

from __future__ import annotations

import os
from pathlib import Path

import click

from linkgraph.cli.options import case_option, format_option, the_case

__all__ = ["key", "key_passphrase"]

_PATH = click.Path(path_type=Path)


@click.group()
def key() -> None:
    """Make the agency's keys, show the public part, trust a partner's.

    The agency's own key is kept outside every case, in the folder that LINKGRAPH_KEYS names,
    else in .linkgraph/keys of the user's own folder, in a file that only its owner may read.
    """


def _owner(told: str, case_folder: Path) -> str:
    return told or str(the_case(case_folder).own)


def key_passphrase(owner: str) -> str:
    """Return a key's passphrase: of the environment, or asked for where the key has one."""
    from linkgraph.share.keys import is_locked

    if not is_locked(owner):
        return ""
    given = os.environ.get("LINKGRAPH_KEY_PASSPHRASE", "")
    return given or click.prompt("passphrase of the key", hide_input=True, err=True)


@key.command()
@case_option
@click.option("--owner", default="", help="NZ/Immigration; the case's agency where left out.")
@click.option("--passphrase", "asks", is_flag=True, help="Ask for a passphrase that locks it.")
def make(case_folder: Path, owner: str, asks: bool) -> None:
    """Make the agency's own keys: one to sign with, one that partners encrypt to.

    LINKGRAPH_KEY_PASSPHRASE, or --passphrase, locks the file. Without either whoever can
    read it can sign in the agency's name.

    \b
    Example:
        linkgraph share key make --owner NZ/Immigration
    """
    from linkgraph.share import make_key

    word = os.environ.get("LINKGRAPH_KEY_PASSPHRASE", "")
    if asks and not word:
        word = click.prompt("passphrase", hide_input=True, confirmation_prompt=True, err=True)
    made = make_key(_owner(owner, case_folder), passphrase=word)
    click.echo(made.public.fingerprint)
    if not word:
        click.echo("the key has no passphrase: whoever can read it can sign with it", err=True)
    click.echo("`linkgraph share key show` writes the public part, for partners", err=True)


@key.command()
@case_option
@click.option("--owner", default="", help="NZ/Immigration; the case's agency where left out.")
@click.option("-o", "--output", type=_PATH, help="Write it to this file, for partners.")
def show(case_folder: Path, owner: str, output: Path | None) -> None:
    """Show the public part of the agency's keys, for partners, and its fingerprint.

    Read the fingerprint out by telephone to whoever is to trust the key.

    \b
    Example:
        linkgraph share key show --owner NZ/Immigration -o nz-immigration.pub
    """
    from linkgraph.share import open_key
    from linkgraph.views.writing import write_text

    who = _owner(owner, case_folder)
    own = open_key(who, passphrase=key_passphrase(who))
    if output is None:
        click.echo(own.public_text(), nl=False)
    else:
        write_text(output, own.public_text())
        click.echo(str(output))
    click.echo(f"fingerprint: {own.public.fingerprint}", err=True)


@key.command()
@click.argument("file", type=_PATH)
@case_option
@click.option("--fingerprint", required=True, help="As the partner read it out by telephone.")
@click.option("--reason", required=True, help="Who compared it with whom, when.")
def trust(file: Path, case_folder: Path, fingerprint: str, reason: str) -> None:
    """Put on record that a case trusts a partner's public key.

    Ask the partner, on a number that you knew before, to read the fingerprint out. A key that
    came by mail with its fingerprint in the same mail proves nothing.

    \b
    Example:
        linkgraph share key trust my-pdrm.pub --fingerprint "01234 56789 01234 56789 01234 56789 01234 56789" --reason "read out on 3 May" --case kestrel
    """
    trusted = the_case(case_folder).share_trust(file, fingerprint=fingerprint, reason=reason)
    click.echo(f"the key of {trusted.owner} is trusted", err=True)


@key.command()
@click.argument("fingerprint")
@case_option
@click.option("--reason", required=True, help="Why; it stays on record, so name nobody.")
def distrust(fingerprint: str, case_folder: Path, reason: str) -> None:
    """Put on record that a key is trusted no more: it was lost, or replaced.

    \b
    Example:
        linkgraph share key distrust "01234 56789 01234 56789 01234 56789 01234 56789" --reason "laptop stolen" --case kestrel
    """
    ended = the_case(case_folder).share_distrust(fingerprint, reason=reason)
    click.echo(f"the key of {ended.owner} is trusted no more", err=True)


@key.command(name="list")
@case_option
@format_option
def list_(case_folder: Path, form: str | None) -> None:
    """List the partners' keys that a case trusts, and who put them on record.

    \b
    Example:
        linkgraph share key list --case kestrel
    """
    from linkgraph.cli.output import show_rows

    show_rows(
        ["owner", "fingerprint", "since", "by", "why"],
        [
            [key.owner, key.fingerprint, told.at, told.who, told.why]
            for key, told in the_case(case_folder).share_keys()
        ],
        form,
    )
