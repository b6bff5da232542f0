using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Events;

/// <summary>The differences between an object and its state, which a refresh has found.</summary>
public sealed record ObjectDrift
{
    /// <summary>True where the object does not exist any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>The fields that differ, of those the program has set.</summary>
    public IReadOnlyList<FieldDrift> Fields { get; init; } = [];
}

/// <summary>A field whose live value is not that of the state.</summary>
/// <param name="Path">The path of the field, e.g. <c>spec.replicas</c>.</param>
/// <param name="Recorded">The value in the state; null where it has none.</param>
/// <param name="Live">The value of the object; null where it has none.</param>
/// <param name="Owner">Who has set it last; null where that is not recorded, as for a field that is gone.</param>
public sealed record FieldDrift(string Path, PropertyValue? Recorded, PropertyValue? Live, FieldOwner? Owner);
