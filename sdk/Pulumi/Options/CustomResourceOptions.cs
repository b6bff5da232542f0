namespace Pulumi;

/// <summary>How the engine is to manage a <see cref="CustomResource"/>.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;
    private Dictionary<string, string>? _envVarMappings;

    /// <summary>Whether a replacement deletes the old resource before it creates the new one. Null leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs to treat as secrets, besides those that the provider marks.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>The id of an existing resource to take under management. Its arguments must match its state.</summary>
    public string? ImportId { get; set; }

    /// <summary>For a provider: environment variables of its plugin, each by the name of the variable to take its value from.</summary>
    public Dictionary<string, string> EnvVarMappings
    {
        get => _envVarMappings ??= [];
        set => _envVarMappings = value;
    }

    /// <summary>New options of both: what the second sets wins, and its lists come after.</summary>
    /// <param name="options1">The first options.</param>
    /// <param name="options2">The second options.</param>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new();
        if (options2 is not null)
            merged.Overlay(options2);
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private CustomResourceOptions Copy()
    {
        var copy = new CustomResourceOptions
        {
            DeleteBeforeReplace = DeleteBeforeReplace,
            ImportId = ImportId,
            _additionalSecretOutputs = Copy(_additionalSecretOutputs),
            _envVarMappings = _envVarMappings is null ? null : new(_envVarMappings),
        };
        CopyTo(copy);
        return copy;
    }

    private void Overlay(CustomResourceOptions other)
    {
        base.Overlay(other);
        DeleteBeforeReplace = other.DeleteBeforeReplace ?? DeleteBeforeReplace;
        ImportId = other.ImportId ?? ImportId;
        _additionalSecretOutputs = Concat(_additionalSecretOutputs, other._additionalSecretOutputs);
        if (other._envVarMappings is null)
            return;
        foreach (var (variable, source) in other._envVarMappings)
            EnvVarMappings[variable] = source;
    }
}
