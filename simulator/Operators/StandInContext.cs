using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>What the stand-ins of one operator work with.</summary>
/// <param name="context">The components of the cluster.</param>
/// <param name="name">The name under which the operator writes.</param>
/// <param name="authority">The certificate authority that operators give out as theirs, as PEM.</param>
internal sealed class StandInContext(ControllerContext context, string name, string authority)
{
    /// <summary>The API, under the operator's name.</summary>
    public IClusterClient Client { get; } = context.GetClient(name);

    /// <summary>The objects that belong to custom resources.</summary>
    public OwnedObjects Objects { get; } = new(context.GetClient(name), context.Identities);

    /// <summary>The pods that belong to custom resources.</summary>
    public OwnedPods Pods { get; } = new(context.GetClient(name), context.Pods());

    /// <summary>The source of random choices.</summary>
    public IdentitySource Identities { get; } = context.Identities;

    /// <summary>The certificate authority that operators give out as theirs, as PEM. No program of the cluster checks it.</summary>
    public string Authority { get; } = authority;

    /// <summary>The current time of the cluster.</summary>
    public DateTimeOffset Now => context.Now;
}
