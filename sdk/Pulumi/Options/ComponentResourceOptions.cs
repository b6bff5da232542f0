namespace Pulumi;

/// <summary>How the engine is to manage a <see cref="ComponentResource"/>.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>Providers that manage the children, one for each package. Give either these or <see cref="ResourceOptions.Provider"/>.</summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    /// <summary>
    /// New options of both: what the second sets wins, and its lists come after. Of two providers of one package, the second's stays.
    /// </summary>
    /// <param name="options1">The first options.</param>
    /// <param name="options2">The second options.</param>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new();
        if (options2 is not null)
            merged.Overlay(options2);
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
