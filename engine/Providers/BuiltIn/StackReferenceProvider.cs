using Infra.Protocol.Values;

namespace Infra.Engine.Providers.BuiltIn;

/// <summary>
/// The provider of the package <c>pulumi</c>, built into the engine: <c>pulumi:pulumi:StackReference</c> and the function
/// <c>readStackOutputs</c> read the outputs of a stack. It has no configuration.
/// </summary>
/// <param name="getOutputs">Reads the outputs of a stack by name.</param>
internal sealed class StackReferenceProvider(Func<string, PropertyMap> getOutputs) : IResourceProvider
{
    public const string Package = "pulumi";

    private const string StackReferenceType = "pulumi:pulumi:StackReference";
    private const string StackOutputsFunction = "pulumi:pulumi:readStackOutputs";
    private const string NameKey = "name";

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResult { Inputs = PropertyMap.Empty });

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) => Task.FromResult(DiffResult.Same);

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Urn.Type != StackReferenceType)
        {
            throw Unknown(request.Urn.Type);
        }

        if (request.OldState.Find(NameKey) is not PropertyString { Value: var stack })
        {
            throw new ResourceProviderException("a stack reference needs the name of a stack and cannot be imported");
        }

        return Task.FromResult(
            new ReadResult
            {
                Id = request.Id,
                Inputs = request.OldInputs,
                State = Describe(stack),
            }
        );
    }

    public Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken) => throw Unknown(request.Urn.Type);

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) => throw Unknown(request.Urn.Type);

    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => throw Unknown(request.Urn.Type);

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => throw Unknown(request.Urn.Type);

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        request.Token == StackOutputsFunction && request.Arguments.Find(NameKey) is PropertyString { Value: var stack }
            ? Task.FromResult(new InvokeResult { Result = Describe(stack) })
            : throw new ResourceProviderException($"the package '{Package}' has no function '{request.Token}' with these arguments");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private PropertyMap Describe(string stack)
    {
        var outputs = getOutputs(stack);
        var secrets = outputs
            .Where((_, value) => value.ContainsSecrets())
            .Keys.Order(StringComparer.Ordinal)
            .Select(PropertyValue (name) => name);
        return PropertyMap.Create((NameKey, stack), ("outputs", outputs), ("secretOutputNames", new PropertyArray([.. secrets])));
    }

    private static ResourceProviderException Unknown(string type) =>
        new($"resources of type {type} are not supported: of the package '{Package}', a program can only read {StackReferenceType}");
}

/// <summary>Creates the provider of stack references.</summary>
internal sealed class StackReferenceProviderFactory(Func<string, PropertyMap> getOutputs) : IProviderFactory
{
    public IReadOnlyCollection<string> Packages { get; } = [StackReferenceProvider.Package];

    public IResourceProvider Create(string package, string version, IProviderLog log) => new StackReferenceProvider(getOutputs);
}
