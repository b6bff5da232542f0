using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Services;
using Infra.Engine.Errors;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Importing;

/// <summary>Takes existing objects into the state without a program: the resources of the state stay as they are.</summary>
/// <param name="context">The deployment.</param>
/// <param name="registry">The provider instances.</param>
/// <param name="config">The stack's configuration, for the default providers.</param>
/// <param name="secretKeys">The keys of its secrets.</param>
internal sealed class StackImporter(
    DeploymentContext context,
    ProviderRegistry registry,
    IReadOnlyDictionary<string, string> config,
    IReadOnlyList<string> secretKeys
)
{
    private readonly StepExecutor _steps = new(context);
    private readonly ObjectImporter _objects = new(context);

    /// <summary>Imports objects, children after their parents. What fails has been reported.</summary>
    public async Task ImportAsync(IReadOnlyList<ResourceImport> imports)
    {
        try
        {
            await KeepExistingAsync();
            var stack = await KeepOrCreateStackAsync();
            if (FindDuplicate(imports, stack) is { } duplicate)
            {
                context.Fail(default, $"duplicate import '{duplicate.Name}' of type '{duplicate.Type}'");
                return;
            }

            var providers = new DefaultProviders(CreateProviderAsync, config, secretKeys);
            var running = new Dictionary<Urn, Task>();
            foreach (
                var (import, state) in imports.Select(import => (import, CreateState(import, stack))).OrderBy(pair => Depth(pair.Item2))
            )
            {
                if (!IsImported(state.Urn, import.Id))
                {
                    running[state.Urn] = ImportAsync(import, state, running.GetValueOrDefault(state.Parent), providers);
                }
            }

            await Task.WhenAll(running.Values);
        }
        catch (Exception error) when (error is DeploymentStoppedException or StepFailedException)
        {
            // Reported already.
        }
        catch (Exception error) when (error is ResourceProviderException or EngineException)
        {
            context.Fail(default, error.Message);
        }
    }

    private async Task KeepExistingAsync()
    {
        foreach (var old in context.State.Origin.Where(resource => !resource.State.Delete))
        {
            await _steps.ExecuteAsync([new SameStep(ResourcePlan.Keep(old))], provider: null);
        }
    }

    private async Task<Urn> KeepOrCreateStackAsync()
    {
        if (context.State.Origin.FirstOrDefault(resource => resource.State.Type == Urn.StackType) is { } existing)
        {
            return existing.State.Urn;
        }

        var goal = new ResourceGoal
        {
            Type = Urn.StackType,
            Name = $"{context.Stack.Project}-{context.Stack.Name}",
            Custom = false,
        };
        return (await CreateAsync(goal, CreateUrn(default, goal.Type, goal.Name), provider: null)).State.Urn;
    }

    /// <summary>The number of ancestors below the stack.</summary>
    private static int Depth(ResourceState state) => state.Urn.QualifiedType.Count(c => c == '$');

    private ResourceImport? FindDuplicate(IEnumerable<ResourceImport> imports, Urn stack)
    {
        var urns = new HashSet<Urn>();
        return imports.FirstOrDefault(import => !urns.Add(CreateState(import, stack).Urn));
    }

    private bool IsImported(Urn urn, string id) =>
        context.State.FindRegistered(urn)?.State is { } state && (state.ImportId.Length > 0 ? state.ImportId : state.Id) == id;

    private async Task ImportAsync(ResourceImport import, ResourceState state, Task? parent, DefaultProviders providers)
    {
        if (parent is not null)
        {
            await parent;
        }

        if (import.IsComponent)
        {
            await _objects.ImportComponentAsync(state);
            return;
        }

        var reference = import.Provider.IsEmpty
            ? await providers.GetAsync(ProviderType.GetResourcePackage(import.Type), import.Version, "")
            : FindProvider(import.Provider);
        var provider = await registry.GetAsync(reference, wanted => context.State.FindRegistered(wanted.Urn)?.State, context.Aborted);
        await _objects.ImportAsync(import, state with { Provider = reference }, provider);
    }

    private ProviderReference FindProvider(Urn urn) =>
        context.State.FindRegistered(urn)?.State is { } state && ProviderType.IsProvider(state.Type)
            ? new ProviderReference(urn, state.Id)
            : throw new ResourceProviderException(
                $"the provider '{urn}' is not in the state: create it with `infra up` first, or leave it out to use the default provider"
            );

    private async Task<ResourceState> CreateProviderAsync(ResourceGoal goal)
    {
        var urn = CreateUrn(default, goal.Type, goal.Name);
        if (context.State.FindRegistered(urn) is { } existing)
        {
            return existing.State;
        }

        var provider = new ProviderAsResource(registry.Create(ProviderType.GetPackage(goal.Type), goal.Properties), registry);
        var check = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = urn,
                OldInputs = Protocol.Values.PropertyMap.Empty,
                NewInputs = goal.Properties,
                RandomSeed = context.CreateSeed(urn),
            },
            context.Aborted
        );
        return check.Failures is [var failure, ..]
            ? throw new ResourceProviderException($"the provider of the package cannot be configured: {failure.Property}: {failure.Reason}")
            : (await CreateAsync(goal, urn, provider)).State;
    }

    private Task<TrackedResource> CreateAsync(ResourceGoal goal, Urn urn, IResourceProvider? provider) =>
        _steps.ExecuteAsync(
            [
                new CreateStep(
                    new ResourcePlan
                    {
                        Goal = goal,
                        New = new ResourceState
                        {
                            Urn = urn,
                            Type = goal.Type,
                            Custom = goal.Custom,
                            Inputs = goal.Properties,
                        },
                    }
                ),
            ],
            provider
        );

    private ResourceState CreateState(ResourceImport import, Urn stack)
    {
        var parent = import.Parent.IsEmpty ? stack : import.Parent;
        return new ResourceState
        {
            Urn = CreateUrn(parent, import.Type, import.Name),
            Type = import.Type,
            Custom = !import.IsComponent,
            Parent = parent,
            Protect = import.Protect,
        };
    }

    private Urn CreateUrn(Urn parent, string type, string name) =>
        Urn.Create(context.Stack.Name, context.Stack.Project, parent, type, name);
}
