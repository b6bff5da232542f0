namespace Infra.Kubernetes.Patching;

/// <summary>Why a patch cannot be applied.</summary>
public enum PatchProblem
{
    /// <summary>The value of <c>$patch</c> is unknown.</summary>
    UnknownDirective,

    /// <summary>An item of a merged list lacks the merge key.</summary>
    MissingMergeKey,

    /// <summary>A list of a directive has another form than the directive needs.</summary>
    MalformedDirective,

    /// <summary>A list contains lists.</summary>
    NestedLists,

    /// <summary>The patch does not fit the object.</summary>
    Mismatch,
}

/// <summary>A patch cannot be applied to an object.</summary>
public sealed class PatchException(PatchProblem problem, string message) : Exception(message)
{
    /// <summary>Why it cannot be applied.</summary>
    public PatchProblem Problem { get; } = problem;

    /// <summary>The position of the operation of a JSON patch that failed; null for other patches.</summary>
    public int? Operation { get; init; }
}
