using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Running;

namespace Infra.Policies.Sdk.Wire;

/// <summary>What an engine has told the pack so far. Immutable: calls that run at once each work with what was true when they began.</summary>
internal sealed class PackSession
{
    private readonly ConfigurationLayer _engineLayer;

    private PackSession(PolicyPack pack, StackContext? stack, ConfigurationLayer stackLayer, ConfigurationLayer engineLayer)
    {
        (Stack, StackLayer, _engineLayer) = (stack, stackLayer, engineLayer);
        Configuration = PackConfiguration.Resolve(pack, stackLayer, engineLayer);
        Run = new PolicyRun(pack, Configuration, stack);
    }

    /// <summary>The stack; null until the engine has said which, which it need not.</summary>
    public StackContext? Stack { get; }

    public ConfigurationLayer StackLayer { get; }

    public PackConfiguration Configuration { get; }

    public PolicyRun Run { get; }

    public static PackSession Start(PolicyPack pack) => new(pack, null, ConfigurationLayer.Empty, ConfigurationLayer.Empty);

    /// <exception cref="ConfigurationException">The stack's configuration makes no sense to the pack.</exception>
    public PackSession WithStack(PolicyPack pack, StackContext stack) =>
        new(pack, stack, StackSettings.Read(stack.Config, pack), _engineLayer);

    /// <exception cref="ConfigurationException">The engine asks for what does not exist or does not fit.</exception>
    public PackSession WithConfiguration(PolicyPack pack, ConfigurationLayer layer) => new(pack, Stack, StackLayer, layer);
}
