using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>The producing side of an output of a resource.</summary>
internal abstract class OutputSource(string name, EncodedName encodedName)
{
    /// <summary>The output's name in the provider.</summary>
    public string Name { get; } = name;

    /// <summary>The name as encoded in messages.</summary>
    public EncodedName EncodedName { get; } = encodedName;

    /// <summary>Resolves the output to a text: a URN or an id.</summary>
    public abstract void ResolveText(string text, bool isKnown);

    /// <summary>Resolves the output to a value of the engine.</summary>
    public abstract void Resolve(EncodedValue value, ImmutableHashSet<Resource> dependencies, Action<string> warn);

    /// <summary>Resolves the output to the default value of its type, unless it is resolved.</summary>
    public abstract void ResolveDefault(bool isKnown);

    /// <summary>Fails the output, unless it is resolved.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class OutputSource<T> : OutputSource
{
    private readonly TaskCompletionSource<OutputData<T>> _completion = new();
    private readonly Resource _resource;

    public OutputSource(string name, EncodedName encodedName, Resource resource)
        : base(name, encodedName)
    {
        _resource = resource;

        // The program waits for the registration of the resource, which always resolves all outputs.
        Output = new(_completion.Task, isTracked: false);
    }

    public Output<T> Output { get; }

    public override void ResolveText(string text, bool isKnown) =>
        _completion.SetResult(new((T)(object)text, isKnown, false, _resource.AsDependency));

    public override void Resolve(EncodedValue value, ImmutableHashSet<Resource> dependencies, Action<string> warn)
    {
        var data = ValueConverter.Convert<T>(value, $"{_resource.GetType().FullName}.{Name}", warn);
        _completion.SetResult(data with { Dependencies = DependencySet.Union(_resource.AsDependency, dependencies) });
    }

    public override void ResolveDefault(bool isKnown) => _completion.TrySetResult(new(default!, isKnown, false, _resource.AsDependency));

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
