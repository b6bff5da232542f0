using System.Text.Json.Nodes;
using Infra.Engine.Files;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>Writes objects as YAML files instead of sending them to a cluster. The written manifest counts as the live object.</summary>
internal sealed class DirectoryBackend(string directory, IProviderLog log) : IResourceBackend, IOperationRecovery
{
    public IOperationRecovery Recovery => this;

    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var manifest = PropertyConversion.ToManifest(request.Inputs);
        if (request.Preview)
        {
            return Task.FromResult(new CreateResult { Id = "", State = request.Inputs });
        }

        return Task.FromResult(
            new CreateResult
            {
                Id = manifest.Id(),
                State = Write(
                    request.Urn,
                    manifest,
                    request.Inputs,
                    FieldManagerNames.For(manifest, null, serverSideApply: true),
                    manifest.Text("apiVersion")
                ),
            }
        );
    }

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var manifest = InputNormalizer.NormalizeOwned(PropertyConversion.ToManifest(request.NewInputs));
        if (request.Preview)
        {
            return Task.FromResult(new UpdateResult { State = request.NewInputs });
        }

        var state = Write(
            request.Urn,
            manifest,
            request.NewInputs,
            FieldManagerNames.For(manifest, old.FieldManager, serverSideApply: true),
            old.InitialApiVersion
        );
        return Task.FromResult(new UpdateResult { State = state });
    }

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        ManifestWriter.Delete(directory, ObjectState.Parse(request.OldState).Live);
        return Task.CompletedTask;
    }

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(
            new ReadResult
            {
                Id = request.Id,
                Inputs = request.OldInputs,
                State = request.OldState,
            }
        );

    public Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken)
    {
        var manifest = PropertyConversion.ToManifest(lookup.Inputs);
        return Task.FromResult(
            File.Exists(ManifestWriter.PathFor(directory, manifest)) && !lookup.KnownIds.Contains(manifest.Id())
                ? new ReadResult
                {
                    Id = manifest.Id(),
                    Inputs = lookup.Inputs,
                    State = ObjectState
                        .Create(manifest, manifest, null, FieldManagerNames.For(manifest, null, serverSideApply: true))
                        .ToOutputs(lookup.Inputs),
                }
                : ReadResult.NotFound
        );
    }

    public Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(
            File.Exists(ManifestWriter.PathFor(directory, ObjectState.Parse(request.OldState).Live))
                ? DeletionOutcome.NotBegun
                : DeletionOutcome.Complete
        );

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private PropertyMap Write(Urn urn, JsonObject manifest, PropertyMap secrets, string manager, string? initialApiVersion)
    {
        string path;
        try
        {
            path = ManifestWriter.Write(directory, manifest);
        }
        catch (Exception e) when (e is FileWriteException or ArgumentException)
        {
            throw new ResourceProviderException($"{manifest.Text("kind")} {manifest.DisplayName()} cannot be written: {e.Message}", e);
        }

        if (secrets.ContainsSecrets())
        {
            log.Warning(urn, $"rendered file {path} contains a secret value in plaintext");
        }

        log.Status(urn, $"written to {path}");
        return new ObjectState
        {
            Live = manifest,
            Inputs = manifest,
            InitialApiVersion = initialApiVersion ?? "",
            FieldManager = manager,
        }.ToOutputs(secrets);
    }
}
