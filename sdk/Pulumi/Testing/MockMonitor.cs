using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;
using Pulumi.Serialization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi.Testing;

/// <summary>Registers resources with mocks.</summary>
internal sealed class MockMonitor(IMocks mocks, DeploymentSettings settings) : IMonitor
{
    private readonly ConcurrentDictionary<string, (string Id, Struct State)> _registered = new(StringComparer.Ordinal);
    private readonly List<Resource> _resources = [];

    /// <summary>The resources registered so far.</summary>
    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (_resources)
            {
                return [.. _resources];
            }
        }
    }

    // Mocks receive plain values, so outputs must not be sent as such.
    public Task<bool> SupportsFeatureAsync(string feature) => Task.FromResult(feature != "outputValues");

    public async Task<Wire.EncodedRegisterResourceResponse> RegisterResourceAsync(
        Resource resource,
        Wire.RegisterResourceRequest request,
        ReadOnlyMemory<byte> properties
    )
    {
        Add(resource);
        var urn = CreateUrn(request.Parent, request.Type, request.Name);
        if (request.Type == Stack.TypeToken)
        {
            return new Wire.EncodedRegisterResourceResponse { Urn = urn };
        }

        var (id, state) = await ReadResponseAsync(
                urn,
                new MockResourceArgs
                {
                    Type = request.Type,
                    Name = request.Name,
                    Inputs = ToPlainValues(EncodedValue.FromStruct(properties)),
                    Provider = request.Provider,
                    Id = request.ImportId,
                }
            )
            .ConfigureAwait(false);
        return new Wire.EncodedRegisterResourceResponse
        {
            Urn = urn,
            Id = id,
            Object = state.ToByteString(),
        };
    }

    public async Task<Wire.ReadResourceResponse> ReadResourceAsync(Resource resource, Wire.ReadResourceRequest request)
    {
        var urn = CreateUrn(request.Parent, request.Type, request.Name);
        var (_, state) = await ReadResponseAsync(
                urn,
                new MockResourceArgs
                {
                    Type = request.Type,
                    Name = request.Name,
                    Inputs = ToPlainValues(EncodedValue.From(request.Properties)),
                    Provider = request.Provider,
                    Id = request.Id,
                }
            )
            .ConfigureAwait(false);
        Add(resource);
        return new Wire.ReadResourceResponse { Urn = urn, Properties = state };
    }

    public async Task RegisterResourceOutputsAsync(Wire.RegisterResourceOutputsRequest request)
    {
        var outputs = request.Outputs.Fields.ToImmutableDictionary(
            field => field.Key,
            field => new Output<object?>(ValueReader.Read(EncodedValue.From(field.Value)))
        );
        await mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(request.Urn, outputs)).ConfigureAwait(false);
    }

    public async Task<Wire.ResourceInvokeResponse> InvokeAsync(Wire.ResourceInvokeRequest request)
    {
        var args = ToPlainValues(EncodedValue.From(request.Args));
        if (request.Tok == "pulumi:pulumi:getResource")
        {
            return new Wire.ResourceInvokeResponse { Return = Find((string)args["urn"]) };
        }

        var result = await mocks
            .CallAsync(
                new MockCallArgs
                {
                    Token = request.Tok,
                    Args = args,
                    Provider = request.Provider,
                }
            )
            .ConfigureAwait(false);
        return new Wire.ResourceInvokeResponse { Return = await ToStructAsync(result).ConfigureAwait(false) };
    }

    public Task RegisterStackInvokeTransformAsync(Wire.Callback callback) => Task.CompletedTask;

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private async Task<(string Id, Struct State)> ReadResponseAsync(string urn, MockResourceArgs args)
    {
        var (id, state) = await mocks.NewResourceAsync(args).ConfigureAwait(false);
        return _registered[urn] = (id ?? args.Id ?? "", await ToStructAsync(state).ConfigureAwait(false));
    }

    private Struct Find(string urn)
    {
        if (!_registered.TryGetValue(urn, out var found))
        {
            throw new InvalidOperationException($"The program refers to {urn}, which it never registered.");
        }

        return new Struct
        {
            Fields =
            {
                ["urn"] = Value.ForString(urn),
                ["id"] = Value.ForString(found.Id),
                ["state"] = Value.ForStruct(found.State),
            },
        };
    }

    private void Add(Resource resource)
    {
        lock (_resources)
        {
            _resources.Add(resource);
        }
    }

    private string CreateUrn(string parent, string type, string name)
    {
        var parentType = parent.Length == 0 ? "" : $"{parent.Split("::")[2].Split('$')[0]}$";
        return $"urn:pulumi:{settings.Stack}::{settings.Project}::{parentType}{type}::{name}";
    }

    private static ImmutableDictionary<string, object> ToPlainValues(EncodedValue values)
    {
        var plain = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, value) in values.Fields)
        {
            var data = ValueReader.Read(value);
            if (data.IsKnown && data.Value is not null)
            {
                plain.Add(name, data.Value);
            }
        }

        return plain.ToImmutable();
    }

    private static async Task<Struct> ToStructAsync(object state)
    {
        var plain = state is IDictionary<string, object> dictionary ? dictionary.ToImmutableDictionary() : state;
        var value = await PropertySerializer.ToMessageAsync("state", plain, new()).ConfigureAwait(false);
        return value is { KindCase: Value.KindOneofCase.StructValue }
            ? value.StructValue
            : throw new InvalidOperationException(
                $"A mock answered with {state?.GetType().FullName ?? "null"}, which is not an object: return a dictionary of outputs by name."
            );
    }
}
