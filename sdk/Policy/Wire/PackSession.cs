using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;

namespace Infra.PolicyPacks.Wire;

/// <summary>The configuration an engine has sent so far. Immutable, so that concurrent calls each use the state they began with.</summary>
internal sealed class PackSession
{
    private readonly ConfigurationLayer _engineLayer;

    private PackSession(PolicyCatalog catalog, StackContext? stack, ConfigurationLayer stackLayer, ConfigurationLayer engineLayer)
    {
        (Stack, StackLayer, _engineLayer) = (stack, stackLayer, engineLayer);
        Configuration = PackConfiguration.Resolve(catalog, stackLayer, engineLayer);
        Run = new PolicyRun(catalog, Configuration, stack);
    }

    /// <summary>The stack; null until the engine sends it. It need not.</summary>
    public StackContext? Stack { get; }

    public ConfigurationLayer StackLayer { get; }

    public PackConfiguration Configuration { get; }

    public PolicyRun Run { get; }

    public static PackSession Start(PolicyCatalog catalog) => new(catalog, null, ConfigurationLayer.Empty, ConfigurationLayer.Empty);

    /// <exception cref="ConfigurationException">The stack's configuration has errors.</exception>
    public PackSession WithStack(PolicyCatalog catalog, StackContext stack) =>
        new(catalog, stack, StackSettings.Read(stack.Config, catalog), _engineLayer);

    /// <exception cref="ConfigurationException">The engine's configuration has errors.</exception>
    public PackSession WithConfiguration(PolicyCatalog catalog, ConfigurationLayer layer) => new(catalog, Stack, StackLayer, layer);
}
