"""What all tables share."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


def own_id() -> Column[int]:
    return Column("id", Id, Identity(), primary_key=True)


def ref(
    name: str, target: str, *, nullable: bool = True, ondelete: str = "SET NULL", index: bool = True
) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable, index=index)
