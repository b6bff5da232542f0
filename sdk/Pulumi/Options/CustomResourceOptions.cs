namespace Pulumi;

/// <summary>The options of a <see cref="CustomResource"/>.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;
    private Dictionary<string, string>? _envVarMappings;

    /// <summary>Whether a replacement deletes the old resource before it creates the new one; null for the provider's choice.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>The outputs to encrypt besides those that the provider marks as secret.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>The id of an existing resource to import. The arguments must match its state.</summary>
    public string? ImportId { get; set; }

    /// <summary>For a provider: the environment variables of its plugin, mapped to the variables that hold their values.</summary>
    public Dictionary<string, string> EnvVarMappings
    {
        get => _envVarMappings ??= [];
        set => _envVarMappings = value;
    }

    /// <summary>Merges two options into new ones: the second take precedence, and their lists are appended.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new();
        if (options2 is not null)
        {
            merged.Overlay(options2);
        }

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
        {
            return;
        }

        foreach (var (variable, source) in other._envVarMappings)
        {
            EnvVarMappings[variable] = source;
        }
    }
}
