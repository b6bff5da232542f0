namespace Pulumi;

/// <summary>The options of a <see cref="ComponentResource"/>.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>
    /// The providers that manage the children, one for each package. Set either these or <see cref="ResourceOptions.Provider"/>.
    /// </summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    /// <summary>
    /// Merges two options into new ones: the second take precedence, their lists are appended, and their provider replaces one of the same
    /// package.
    /// </summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new();
        if (options2 is not null)
        {
            merged.Overlay(options2);
        }

        merged.Providers = LastOfEachPackage([.. merged.Providers, .. options2?.Providers ?? []]);
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private ComponentResourceOptions Copy()
    {
        var copy = new ComponentResourceOptions { _providers = Copy(_providers) };
        CopyTo(copy);
        return copy;
    }

    private static List<ProviderResource> LastOfEachPackage(List<ProviderResource> providers)
    {
        var packages = new HashSet<string>();
        var last = Enumerable.Reverse(providers).Where(provider => packages.Add(provider.Package)).ToList();
        last.Reverse();
        return last;
    }
}
