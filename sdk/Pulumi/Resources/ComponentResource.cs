using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that groups others. It exists only in the stack: no provider manages it.</summary>
public class ComponentResource : Resource
{
    /// <summary>Registers a component.</summary>
    /// <param name="type">The type token, e.g. <c>shop:web:Frontend</c>.</param>
    /// <param name="name">The name, unique among the resources of the same type and parent.</param>
    /// <param name="options">Its options.</param>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, null, options) { }

    /// <summary>Registers a component with arguments.</summary>
    /// <param name="type">The type token, e.g. <c>shop:web:Frontend</c>.</param>
    /// <param name="name">The name, unique among the resources of the same type and parent.</param>
    /// <param name="args">The arguments; none if null.</param>
    /// <param name="options">Its options.</param>
    /// <param name="remote">Whether the package of the type creates the children, instead of this program.</param>
    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), custom: false, remote) =>
        IsRemote = remote;

    internal override bool IsRemote { get; }

    /// <summary>Completes the component with the properties marked as outputs.</summary>
    protected void RegisterOutputs() =>
        RegisterOutputs(ResourceShape.Get(GetType()).ReadOutputs(this).ToDictionary(output => output.Key, output => output.Value));

    /// <summary>Completes the component with outputs, which the engine shows and stores.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <summary>Completes the component with the outputs of a task.</summary>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <summary>Completes the component with the value of an output.</summary>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Required.Registrations.StartOutputs(this, outputs);
    }
}
