namespace Infra.Engine.Providers;

/// <summary>An operation of a provider failed. The message is shown to the user and contains the problem and the cure.</summary>
public sealed class ResourceProviderException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public ResourceProviderException() { }

    /// <summary>Creates an exception with a message.</summary>
    public ResourceProviderException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message.</summary>
    public ResourceProviderException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>
    /// True where the operation may have had its effect: its answer was lost or makes no sense, or the provider crashed. The state then
    /// keeps it as pending, and the next update finds out.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>True where a change that is refused forbids the whole update, such as one that would lose data.</summary>
    public bool ForbidsUpdate { get; init; }
}
