using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>
/// Lets the program's transforms change a registration before anything else looks at it: those of the resource itself, then its parent's and so
/// on up to the stack's, each in the order in which they were given.
/// </summary>
internal sealed class ResourceTransforms(ProgramCallbacks callbacks, Func<Urn, Urn> findParent)
{
    private readonly ConcurrentDictionary<Urn, IReadOnlyList<Callback>> _own = new();
    private readonly ConcurrentQueue<Callback> _ofStack = new();

    /// <summary>Takes a transform for every resource that is registered from now on.</summary>
    public void AddForStack(Callback transform) => _ofStack.Enqueue(transform);

    /// <summary>Notes what counts for the children of a registered resource.</summary>
    public void Remember(Urn urn, RegisterResourceRequest request)
    {
        if (request.Transforms.Count > 0)
        {
            _own[urn] = [.. request.Transforms];
        }
    }

    /// <summary>The registration as the transforms leave it; the same one where there are none.</summary>
    public async Task<RegisterResourceRequest> ApplyAsync(RegisterResourceRequest request)
    {
        var transforms = request.Transforms.Concat(Inherited(new Urn(request.Parent))).Concat(_ofStack).ToArray();
        if (transforms.Length == 0)
        {
            return request;
        }

        var transformed = request.Clone();
        if (request.Transforms.Count > 0)
        {
            transformed.Object = StructConverter.ToStruct(WithDependencies(request), StructConversion.Lossless);
        }

        foreach (var transform in transforms)
        {
            var answer = await callbacks.InvokeAsync(transform, $"transform of '{request.Name}'", Describe(transformed), TransformResponse.Parser);
            transformed.Object = answer.Properties ?? transformed.Object;
            if (answer.Options is { } options)
            {
                TransformedOptions.Apply(options, transformed);
            }
        }

        if (request.Transforms.Count > 0)
        {
            RestateDependencies(transformed);
        }

        return transformed;
    }

    private IEnumerable<Callback> Inherited(Urn parent)
    {
        for (var current = parent; !current.IsEmpty; current = findParent(current))
        {
            foreach (var transform in _own.GetValueOrDefault(current, []))
            {
                yield return transform;
            }
        }
    }

    private static TransformRequest Describe(RegisterResourceRequest request) => new()
    {
        Type = request.Type,
        Name = request.Name,
        Custom = request.Custom,
        Parent = request.Parent,
        Properties = request.Object ?? new Struct(),
        Options = TransformedOptions.From(request),
    };

    /// <summary>A transform may move values about: each takes along what it depends on.</summary>
    private static PropertyMap WithDependencies(RegisterResourceRequest request)
    {
        var properties = StructConverter.FromStruct(request.Object, StructConversion.Lossless);
        return properties.SetItems(properties.Keys
            .Select(name => (Name: name, Urns: GetDependencies(request, name)))
            .Where(property => property.Urns.Length > 0)
            .Select(property => KeyValuePair.Create(property.Name, (PropertyValue)Depending(properties[property.Name], property.Urns))));
    }

    // A program that does not say what depends on what: everything does.
    private static ImmutableArray<string> GetDependencies(RegisterResourceRequest request, string property) =>
        request.PropertyDependencies.Count == 0 ? [.. request.Dependencies]
        : request.PropertyDependencies.TryGetValue(property, out var own) ? [.. own.Urns]
        : [];

    private static PropertyOutput Depending(PropertyValue value, ImmutableArray<string> dependencies) => value switch
    {
        PropertyOutput output => output with { Dependencies = [.. output.Dependencies.Union(dependencies)] },
        PropertySecret secret => new PropertyOutput(secret.Value, IsSecret: true, dependencies),
        PropertyUnknown => new PropertyOutput(null, IsSecret: false, dependencies),
        _ => new PropertyOutput(value, IsSecret: false, dependencies),
    };

    /// <summary>After the transforms, what the values say is what the resource depends on.</summary>
    private static void RestateDependencies(RegisterResourceRequest request)
    {
        request.PropertyDependencies.Clear();
        foreach (var (name, value) in StructConverter.FromStruct(request.Object, StructConversion.Lossless))
        {
            var urns = OutputValues.GetDependencies(value).Select(urn => urn.Value).Distinct().ToArray();
            request.PropertyDependencies[name] = new RegisterResourceRequest.Types.PropertyDependencies { Urns = { urns } };
            request.Dependencies.Add(urns.Except(request.Dependencies).ToArray());
        }
    }
}
