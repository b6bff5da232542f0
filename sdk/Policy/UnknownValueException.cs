namespace Infra.PolicyPacks;

/// <summary>
/// A policy read a value that is only known after the update. The engine reports that the policy could not run during the preview.
/// </summary>
/// <param name="path">What is unknown: a property's path or a description.</param>
public sealed class UnknownValueException(string path) : Exception($"{path} is not known yet")
{
    /// <summary>What is unknown: a property's path or a description.</summary>
    public string Path { get; } = path;
}
