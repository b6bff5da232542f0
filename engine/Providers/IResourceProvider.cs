namespace Infra.Engine.Providers;

/// <summary>
/// A provider instance: creates, reads, updates and deletes the resources of a package.
/// The engine calls <see cref="CheckConfigAsync"/>, then <see cref="ConfigureAsync"/> once, then the others concurrently.
/// </summary>
/// <remarks>
/// Methods throw <see cref="ResourceProviderException"/> on failure and leave the resource's state as it was. A resource that was created
/// but did not become ready is returned with <see cref="CreateResult.InitErrors"/> instead. An unreachable service is always a failure and
/// never means that a resource does not exist. Property maps may contain secrets and, in a preview, unknowns.
/// </remarks>
public interface IResourceProvider : IAsyncDisposable
{
    /// <summary>Validates the configuration of this instance and sets defaults.</summary>
    Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Compares two configurations. A replacement key means that all resources of this provider must be replaced.</summary>
    Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Configures this instance. In a preview the configuration may contain unknowns; the provider then works without its service.
    /// An unreachable service is reported by the first operation that needs it, not here.
    /// </summary>
    Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken);

    /// <summary>Validates and normalizes a resource's new inputs, and assigns an automatic name.</summary>
    Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Compares an existing resource with its new, checked inputs.</summary>
    Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>Creates a resource and waits until it is ready; in a preview, predicts its outputs.</summary>
    Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Updates a resource in place and waits until it is ready; in a preview, predicts its outputs.</summary>
    Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes a resource and waits until it is gone. Succeeds where it does not exist.</summary>
    Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the live state of a resource; for an import, of an existing object.</summary>
    Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Calls a function of the package.</summary>
    Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Passes the user's request to stop on to a provider that has not received it with its operations: the operations in progress end as
    /// early as they can.
    /// </summary>
    Task CancelAsync() => Task.CompletedTask;
}
