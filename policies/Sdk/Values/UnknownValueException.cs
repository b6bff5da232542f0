namespace Infra.Policies.Sdk.Values;

/// <summary>A check asked for a value that only the update will know.</summary>
internal sealed class UnknownValueException(string path) : Exception($"{path} is not known yet")
{
    public string Path { get; } = path;
}
