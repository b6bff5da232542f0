namespace Infra.Protocol.Values;

/// <summary>Data that claims to be a property value and is none.</summary>
public sealed class PropertyFormatException : FormatException
{
    private readonly string _problem;

    internal PropertyFormatException(string problem, Exception? innerException = null)
        : this(PropertyPath.Root, problem, innerException)
    {
    }

    private PropertyFormatException(PropertyPath path, string problem, Exception? innerException)
        : base(path.IsRoot ? problem : $"{path}: {problem}", innerException) => (Path, _problem) = (path, problem);

    /// <summary>Where the value stands within the data.</summary>
    public PropertyPath Path { get; }

    internal PropertyFormatException Within(PropertyPathSegment parent) => new(Path.Prepend(parent), _problem, InnerException);
}
