namespace Pulumi;

/// <summary>An error of the program's user, shown without a stack trace.</summary>
public class RunException : Exception
{
    /// <summary>An error of the program's user.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public RunException(string message)
        : base(message) { }

    /// <summary>An error of the program's user.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public RunException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Properties marked as outputs that are not outputs.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames) =>
        new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have the wrong type: a property marked [Output] must be an Output<T>.");
}

/// <summary>A failure of a resource, which the engine shows with that resource.</summary>
public class ResourceException : Exception
{
    /// <summary>A failure of a resource.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="resource">The resource that failed.</param>
    /// <param name="hideStack">Whether to show the message alone, without a stack trace.</param>
    public ResourceException(string message, Resource? resource, bool hideStack = false)
        : base(message) => (Resource, HideStack) = (resource, hideStack);

    internal Resource? Resource { get; }

    internal bool HideStack { get; }
}

/// <summary>The engine could not be reached to log a message.</summary>
public class LogException : Exception
{
    /// <summary>A message could not be sent.</summary>
    /// <param name="exception">The cause.</param>
    public LogException(Exception exception)
        : base($"A message could not be sent to the engine: {exception?.Message}", exception) { }
}
