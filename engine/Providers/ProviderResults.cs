using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>What a check found.</summary>
public sealed record CheckResult
{
    /// <summary>The inputs, normalised and with defaults filled in. They are what the state keeps and every later call gets.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>Everything that is wrong. Not empty means that the resource is not touched.</summary>
    public IReadOnlyList<CheckFailure> Failures { get; init; } = [];
}

/// <summary>One thing that is wrong with the inputs.</summary>
/// <param name="Property">The path of the property, "" for the resource as a whole.</param>
/// <param name="Reason">What is wrong and what to write instead.</param>
public sealed record CheckFailure(string Property, string Reason);

/// <summary>Whether a resource differs from its new inputs.</summary>
public enum DiffChanges
{
    /// <summary>The provider cannot tell: the engine compares the inputs itself.</summary>
    Unknown,

    /// <summary>Nothing to do.</summary>
    None,

    /// <summary>Something to do.</summary>
    Some,
}

/// <summary>How a resource differs from its new inputs.</summary>
public sealed record DiffResult
{
    /// <summary>No difference.</summary>
    public static DiffResult Same { get; } = new() { Changes = DiffChanges.None };

    /// <summary>Whether there is a difference at all.</summary>
    public required DiffChanges Changes { get; init; }

    /// <summary>Property paths whose change makes a replacement necessary; empty for a change in place.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>Output properties that surely keep their values through the change: a preview need not treat them as unknown.</summary>
    public IReadOnlyList<string> StableKeys { get; init; } = [];

    /// <summary>Top-level input properties that changed.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>Every change by its property path, e.g. <c>spec.template.spec.containers[0].image</c>.</summary>
    public IReadOnlyDictionary<string, PropertyDiff> DetailedDiff { get; init; } = new Dictionary<string, PropertyDiff>();

    /// <summary>True where a replacement cannot stand beside its predecessor, so that the old one has to go first.</summary>
    public bool DeleteBeforeReplace { get; init; }
}

/// <summary>What happened to one property.</summary>
public enum PropertyDiffKind
{
    /// <summary>It was added.</summary>
    Add,

    /// <summary>It was added, and that needs a replacement.</summary>
    AddReplace,

    /// <summary>It was removed.</summary>
    Delete,

    /// <summary>It was removed, and that needs a replacement.</summary>
    DeleteReplace,

    /// <summary>Its value changed.</summary>
    Update,

    /// <summary>Its value changed, and that needs a replacement.</summary>
    UpdateReplace,
}

/// <summary>The change of one property.</summary>
/// <param name="Kind">What happened to it.</param>
/// <param name="InputDiff">True where old and new inputs were compared, false where the old state was compared with the new inputs.</param>
public sealed record PropertyDiff(PropertyDiffKind Kind, bool InputDiff = false);

/// <summary>A created resource.</summary>
public sealed record CreateResult
{
    /// <summary>The id; in a preview it may be "" for not known yet.</summary>
    public required string Id { get; init; }

    /// <summary>The resource's outputs.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>Why the resource exists but is not ready. The engine records it, reports a failure and tries again with the next update.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>A changed resource.</summary>
public sealed record UpdateResult
{
    /// <summary>The resource's outputs.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>Why the resource was changed but is not ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>A resource as it is.</summary>
public sealed record ReadResult
{
    /// <summary>The answer for a resource that does not exist.</summary>
    public static ReadResult NotFound { get; } = new() { Id = "", Inputs = PropertyMap.Empty, State = PropertyMap.Empty };

    /// <summary>The id, "" where there is no such resource.</summary>
    public required string Id { get; init; }

    /// <summary>The inputs that would make the resource what it is.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>The resource's outputs.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>Why the resource exists but is not ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>What a function returned.</summary>
public sealed record InvokeResult
{
    /// <summary>The result.</summary>
    public required PropertyMap Result { get; init; }

    /// <summary>What is wrong with the arguments.</summary>
    public IReadOnlyList<CheckFailure> Failures { get; init; } = [];
}
