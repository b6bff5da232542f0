namespace Infra.Backend.Settings.Values;

/// <summary>Whether a value is stored in a Secret, or the name of an existing Secret that has it.</summary>
/// <param name="IsStored">Whether the value is stored in a Secret of the service.</param>
/// <param name="Name">The name of an existing Secret; null if there is none.</param>
internal readonly record struct SecretSource(bool IsStored, string? Name = null);
