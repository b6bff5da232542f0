namespace Pulumi;

/// <summary>A URN: <c>urn:pulumi:stack::project::parent$type::name</c>.</summary>
public readonly struct Urn : IEquatable<Urn>
{
    private readonly string _value;

    /// <summary>A URN.</summary>
    /// <param name="value">Its text, not empty.</param>
    public Urn(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The text of the URN.</summary>
    public static implicit operator string(Urn value) => value._value;

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>Creates a URN from its parts.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="type">Its type token.</param>
    /// <param name="parent">Its parent, or else <paramref name="parentUrn"/>.</param>
    /// <param name="parentUrn">Its parent's URN, or else <paramref name="parent"/>.</param>
    /// <param name="project">The project; the present one if null. Not used if there is a parent.</param>
    /// <param name="stack">The stack; the present one if null. Not used if there is a parent.</param>
    /// <exception cref="ArgumentException">Both <paramref name="parent"/> and <paramref name="parentUrn"/> are given.</exception>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null
    )
    {
        if (parent is not null && parentUrn is not null)
        {
            throw new ArgumentException("Set parent or parentUrn, not both.", nameof(parentUrn));
        }

        var prefix = (parent?.Urn ?? parentUrn?.AsOutput()) is { } urn
            ? urn.Apply(text => $"{text[..text.LastIndexOf("::", StringComparison.Ordinal)]}$")
            : Output.Format($"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }

    /// <inheritdoc/>
    public override string ToString() => _value;

    /// <inheritdoc/>
    public bool Equals(Urn other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Urn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : StringComparer.Ordinal.GetHashCode(_value);

    internal static string ParseName(string urn) => urn.Split("::", 4)[3];

    internal static string ParseType(string urn)
    {
        var qualified = urn.Split("::", 4)[2];
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }
}
