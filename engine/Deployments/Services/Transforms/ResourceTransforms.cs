using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>
/// Applies the program's transforms to registrations before anything else reads them: those of the resource, then those of its ancestors
/// from its parent up, then those of the stack.
/// </summary>
internal sealed class ResourceTransforms(ProgramCallbacks callbacks, Func<Urn, Urn> findParent)
{
    private readonly ConcurrentDictionary<Urn, IReadOnlyList<Callback>> _own = new();
    private readonly ConcurrentQueue<Callback> _stackTransforms = new();
    private volatile bool _hasOwn;

    /// <summary>Adds a transform for all resources registered later.</summary>
    public void AddForStack(Callback transform) => _stackTransforms.Enqueue(transform);

    /// <summary>Records the transforms of a registered resource, which its descendants inherit.</summary>
    public void Record(Urn urn, RegisterResourceRequest request)
    {
        if (request.Transforms.Count > 0)
        {
            _own[urn] = [.. request.Transforms];
            _hasOwn = true;
        }
    }

    /// <summary>Applies the transforms to a registration.</summary>
    public async Task<RegisterResourceRequest> ApplyAsync(RegisterResourceRequest request)
    {
        if (request.Transforms.Count == 0 && !_hasOwn && _stackTransforms.IsEmpty)
        {
            return request;
        }

        var transforms = request.Transforms.Concat(Inherited(new Urn(request.Parent))).Concat(_stackTransforms).ToArray();
        if (transforms.Length == 0)
        {
            return request;
        }

        var transformed = request.Clone();
        if (request.Transforms.Count > 0)
        {
            transformed.Object = Encode(AttachDependencies(request));
        }

        foreach (var transform in transforms)
        {
            var answer = await callbacks.InvokeAsync(
                transform,
                $"transform of '{request.Name}'",
                Describe(transformed),
                TransformResponse.Parser
            );
            transformed.Object = answer.Properties?.ToByteString() ?? transformed.Object;
            if (answer.Options is { } options)
            {
                TransformedOptions.Apply(options, transformed);
            }
        }

        if (request.Transforms.Count > 0)
        {
            RecomputeDependencies(transformed);
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

    private static TransformRequest Describe(RegisterResourceRequest request) =>
        new()
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = request.Parent,
            Properties = Struct.Parser.ParseFrom(request.Object),
            Options = TransformedOptions.From(request),
        };

    private static ByteString Encode(PropertyMap properties) =>
        UnsafeByteOperations.UnsafeWrap(StructEncoder.Encode(properties, StructConversion.Lossless));

    /// <summary>Attaches to each property its dependencies, so that they follow a value that a transform moves.</summary>
    private static PropertyMap AttachDependencies(RegisterResourceRequest request)
    {
        var properties = StructDecoder.Decode(request.Object.Span, StructConversion.Lossless);
        return properties.SetItems(
            properties
                .Keys.Select(name => (Name: name, Urns: GetDependencies(request, name)))
                .Where(property => property.Urns.Length > 0)
                .Select(property =>
                    KeyValuePair.Create(property.Name, (PropertyValue)AddDependencies(properties[property.Name], property.Urns))
                )
        );
    }

    // Without the program's property dependencies, every property has all dependencies.
    private static ImmutableArray<string> GetDependencies(RegisterResourceRequest request, string property) =>
        request.PropertyDependencies.Count == 0 ? [.. request.Dependencies]
        : request.PropertyDependencies.TryGetValue(property, out var own) ? [.. own.Urns]
        : [];

    private static PropertyOutput AddDependencies(PropertyValue value, ImmutableArray<string> dependencies) =>
        value switch
        {
            PropertyOutput output => output with { Dependencies = [.. output.Dependencies.Union(dependencies)] },
            PropertySecret secret => new PropertyOutput(secret.Value, IsSecret: true, dependencies),
            PropertyUnknown => new PropertyOutput(null, IsSecret: false, dependencies),
            _ => new PropertyOutput(value, IsSecret: false, dependencies),
        };

    /// <summary>Recomputes the dependencies of a transformed registration from its values.</summary>
    private static void RecomputeDependencies(RegisterResourceRequest request)
    {
        request.PropertyDependencies.Clear();
        foreach (var (name, value) in StructDecoder.Decode(request.Object.Span, StructConversion.Lossless))
        {
            var urns = OutputValues.GetDependencies(value).Select(urn => urn.Value).Distinct().ToArray();
            request.PropertyDependencies[name] = new RegisterResourceRequest.Types.PropertyDependencies { Urns = { urns } };
            request.Dependencies.Add(urns.Except(request.Dependencies).ToArray());
        }
    }
}
