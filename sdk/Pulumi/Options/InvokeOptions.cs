namespace Pulumi;

/// <summary>How to call a function of a provider.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider to call, unless <see cref="Provider"/> is given.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to call; the default one of the package if null.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider's plugin from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>How to call a function of a provider whose result is an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    /// <summary>Resources that must be ready before the call; the result depends on them.</summary>
    public InputList<Resource> DependsOn { get; set; } = [];
}
