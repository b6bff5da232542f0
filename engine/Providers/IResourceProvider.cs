namespace Infra.Engine.Providers;

/// <summary>
/// One configured provider instance: the create, read, update and delete of every resource type of a package.
/// The engine calls <see cref="CheckConfigAsync"/>, then <see cref="ConfigureAsync"/> once, then the others from many threads at a time.
/// </summary>
/// <remarks>
/// A failure is thrown as <see cref="ResourceProviderException"/> and leaves the resource's state as it was. A resource that exists but did not
/// become ready is no failure to create: it is returned with <see cref="CreateResult.InitErrors"/>. Being unable to reach the service is always a
/// failure, never "the resource is gone". Property maps may hold secrets anywhere and, in a preview, unknowns.
/// </remarks>
public interface IResourceProvider : IAsyncDisposable
{
    /// <summary>Validates the configuration of this instance and fills in defaults.</summary>
    Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Compares two configurations: a replacement key means that everything on this provider has to be replaced.</summary>
    Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the checked configuration. In a preview it may hold unknowns; the provider then answers from what it has, without its service.
    /// A service that cannot be reached is reported by the first operation that needs it, not here.
    /// </summary>
    Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken);

    /// <summary>Validates and normalises a resource's new inputs, including its automatic name.</summary>
    Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Tells whether and how a resource differs from its new, checked inputs. Called only for an existing resource.</summary>
    Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>Creates a resource and waits until it is ready; in a preview only foretells its outputs.</summary>
    Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Changes a resource in place and waits until it is ready; in a preview only foretells its outputs.</summary>
    Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes a resource and waits until it is gone. A resource that is gone already is a success.</summary>
    Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the live state of a resource. Also the first step of an import.</summary>
    Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Calls a function of the package.</summary>
    Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken);
}
