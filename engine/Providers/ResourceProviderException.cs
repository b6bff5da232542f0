namespace Infra.Engine.Providers;

/// <summary>An operation of a provider failed. The message is shown to the user as it is: it says what is wrong and what to do about it.</summary>
public sealed class ResourceProviderException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ResourceProviderException()
    {
    }

    /// <summary>Makes an exception.</summary>
    public ResourceProviderException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    public ResourceProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
