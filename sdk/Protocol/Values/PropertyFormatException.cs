namespace Infra.Protocol.Values;

/// <summary>Data that is not a valid property value.</summary>
public sealed class PropertyFormatException : FormatException
{
    private readonly string _problem;

    internal PropertyFormatException(string problem, Exception? innerException = null)
        : this(PropertyPath.Root, problem, innerException) { }

    private PropertyFormatException(PropertyPath path, string problem, Exception? innerException)
        : base(path.IsRoot ? problem : $"{path}: {problem}", innerException) => (Path, _problem) = (path, problem);

    /// <summary>The path of the value within the data.</summary>
    public PropertyPath Path { get; }

    internal PropertyFormatException Within(PropertyPathSegment parent) => new(Path.Prepend(parent), _problem, InnerException);
}
