using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.State.Editing;

/// <summary>Renames the stack of a snapshot in all its URNs.</summary>
internal sealed class StackRenaming(StackName old, StackName renamed)
{
    /// <summary>Renames the stack in the resources and pending operations, their references and their property values.</summary>
    public Snapshot Rename(Snapshot snapshot) =>
        snapshot with
        {
            Resources = [.. snapshot.Resources.Select(Rename)],
            PendingOperations =
            [
                .. snapshot.PendingOperations.Select(operation => operation with { Resource = Rename(operation.Resource) }),
            ],
        };

    /// <summary>Renames a URN of the stack. That of the stack itself contains the name twice.</summary>
    public Urn Rename(Urn urn)
    {
        if (urn.IsEmpty || urn.Stack != old.Name || urn.Project != old.Project)
        {
            return urn;
        }

        var moved = urn.WithStack(renamed.Project, renamed.Name);
        return urn.QualifiedType == Urn.StackType ? moved.WithName($"{renamed.Project}-{renamed.Name}") : moved;
    }

    private ResourceState Rename(ResourceState state) =>
        (
            state with
            {
                Urn = Rename(state.Urn),
                Aliases = [.. state.Aliases.Select(Rename)],
                Inputs = Rename(state.Inputs),
                Outputs = Rename(state.Outputs),
            }
        ).WithReferences(Rename);

    private PropertyMap Rename(PropertyMap properties) =>
        PropertyMap.From(properties.Select(entry => KeyValuePair.Create(entry.Key, Rename(entry.Value))));

    private PropertyValue Rename(PropertyValue value) =>
        value switch
        {
            PropertyResourceReference reference => reference with { Urn = Rename(new Urn(reference.Urn)).Value },
            PropertySecret secret => new PropertySecret(Rename(secret.Value)),
            PropertyArray array => new PropertyArray([.. array.Elements.Select(Rename)]),
            PropertyObject map => new PropertyObject(Rename(map.Properties)),
            _ => value,
        };
}
