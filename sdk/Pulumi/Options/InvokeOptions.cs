namespace Pulumi;

/// <summary>The options of a call of a provider's function.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider is called unless <see cref="Provider"/> is set.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to call; the package's default provider if null.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider's plugin from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>The options of a call of a provider's function whose result is an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    /// <summary>The resources to wait for before the call; the result depends on them.</summary>
    public InputList<Resource> DependsOn { get; set; } = [];
}
