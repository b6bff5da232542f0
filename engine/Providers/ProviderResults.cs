using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>The result of a check.</summary>
public sealed record CheckResult
{
    /// <summary>The normalized inputs with defaults, which the state records and later calls receive.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>The problems with the inputs. If there are any, the resource is not changed.</summary>
    public IReadOnlyList<CheckFailure> Failures { get; init; } = [];
}

/// <summary>A problem with the inputs.</summary>
/// <param name="Property">The path of the property; "" for the whole resource.</param>
/// <param name="Reason">The problem and the cure.</param>
public sealed record CheckFailure(string Property, string Reason);

/// <summary>Whether a resource differs from its new inputs.</summary>
public enum DiffChanges
{
    /// <summary>Unknown to the provider: the engine compares the inputs.</summary>
    Unknown,

    /// <summary>The resource matches its inputs.</summary>
    None,

    /// <summary>The resource differs from its inputs.</summary>
    Some,
}

/// <summary>The difference between a resource and its new inputs.</summary>
public sealed record DiffResult
{
    /// <summary>The resource matches its inputs.</summary>
    public static DiffResult Same { get; } = new() { Changes = DiffChanges.None };

    /// <summary>Whether there is a difference.</summary>
    public required DiffChanges Changes { get; init; }

    /// <summary>Property paths whose change requires a replacement; empty for an update in place.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>Output properties that keep their values, so that a preview need not treat them as unknown.</summary>
    public IReadOnlyList<string> StableKeys { get; init; } = [];

    /// <summary>The top-level input properties that changed.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>The changes by property path, e.g. <c>spec.template.spec.containers[0].image</c>.</summary>
    public IReadOnlyDictionary<string, PropertyDiff> DetailedDiff { get; init; } = new Dictionary<string, PropertyDiff>();

    /// <summary>True where the old and the new resource cannot coexist, so that the old one must be deleted first.</summary>
    public bool DeleteBeforeReplace { get; init; }
}

/// <summary>The kind of change of a property.</summary>
public enum PropertyDiffKind
{
    /// <summary>The property is new.</summary>
    Add,

    /// <summary>The property is new, which requires a replacement.</summary>
    AddReplace,

    /// <summary>The property is gone.</summary>
    Delete,

    /// <summary>The property is gone, which requires a replacement.</summary>
    DeleteReplace,

    /// <summary>The value differs.</summary>
    Update,

    /// <summary>The value differs, which requires a replacement.</summary>
    UpdateReplace,
}

/// <summary>The change of one property.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="InputDiff">True where the new inputs were compared with the old inputs, false where with the old state.</param>
public sealed record PropertyDiff(PropertyDiffKind Kind, bool InputDiff = false);

/// <summary>A created resource.</summary>
public sealed record CreateResult
{
    /// <summary>The id; "" where it is unknown in a preview.</summary>
    public required string Id { get; init; }

    /// <summary>The inputs that the resource has; null if they are those of the request.</summary>
    public PropertyMap? Inputs { get; init; }

    /// <summary>The outputs that the state records.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>
    /// Why the resource exists but is not ready. The engine records the resource, fails the step, and updates it again in the next update.
    /// </summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>An updated resource.</summary>
public sealed record UpdateResult
{
    /// <summary>The outputs that the state records.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>Why the resource was updated but is not ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>A live resource.</summary>
public sealed record ReadResult
{
    /// <summary>The result for a resource that does not exist.</summary>
    public static ReadResult NotFound { get; } =
        new()
        {
            Id = "",
            Inputs = PropertyMap.Empty,
            State = PropertyMap.Empty,
        };

    /// <summary>The id; "" where the resource does not exist.</summary>
    public required string Id { get; init; }

    /// <summary>The inputs that would produce the live resource.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>The outputs that the state records.</summary>
    public required PropertyMap State { get; init; }

    /// <summary>Why the resource exists but is not ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>The result of a function.</summary>
public sealed record InvokeResult
{
    /// <summary>The function's result by name.</summary>
    public required PropertyMap Result { get; init; }

    /// <summary>The problems with the arguments.</summary>
    public IReadOnlyList<CheckFailure> Failures { get; init; } = [];
}
