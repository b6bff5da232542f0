namespace Infra.Backend.Planning;

/// <summary>An entry of a container's <c>env</c>.</summary>
internal sealed record EnvironmentVariable(string Name, VariableSource Source)
{
    /// <summary>The variables that must come before it.</summary>
    public IEnumerable<string> References => Source is WrittenText { Text: var text } ? text.References : [];
}

/// <summary>Where the value of a variable comes from.</summary>
internal abstract record VariableSource;

/// <param name="Text">The value, which may refer to other variables.</param>
internal sealed record WrittenText(VariableText Text) : VariableSource;

/// <param name="Key">The key in the Secret with the secret variables of single containers.</param>
internal sealed record OwnSecretKey(string Key) : VariableSource;

/// <param name="Secret">The name of an existing Secret.</param>
/// <param name="Key">Its key.</param>
/// <param name="Optional">Whether the container starts without the variable.</param>
internal sealed record SecretKey(string Secret, string Key, bool Optional) : VariableSource;

/// <param name="ConfigMap">The name of an existing ConfigMap.</param>
/// <param name="Key">Its key.</param>
/// <param name="Optional">Whether the container starts without the variable.</param>
internal sealed record ConfigMapKey(string ConfigMap, string Key, bool Optional) : VariableSource;

/// <param name="Path">A field of the pod.</param>
internal sealed record PodField(string Path) : VariableSource;

/// <param name="Resource">A limit or request.</param>
/// <param name="Divisor">Its unit; null for 1.</param>
/// <param name="Container">The container; null for the one that has the variable.</param>
internal sealed record ContainerResource(string Resource, string? Divisor, string? Container) : VariableSource;

/// <summary>An existing Secret or ConfigMap, each of whose keys becomes a variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSecret">Whether it is a Secret.</param>
/// <param name="Prefix">The text before each key; null for none.</param>
/// <param name="Optional">Whether the container starts without it.</param>
internal sealed record EnvironmentSource(string Name, bool IsSecret, string? Prefix, bool Optional);
