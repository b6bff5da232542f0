using System.Collections.Concurrent;
using System.Collections.Immutable;
using Infra.Backend;
using Infra.Backend.Images;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Tests.Settings;
using Moq;
using Pulumi.Testing;

namespace Infra.Tests;

/// <summary>The resources the program registers, recorded without an engine or a cluster.</summary>
internal sealed class RecordedPlan
{
    private RecordedPlan(ImmutableArray<MockResourceArgs> registered, ImmutableArray<string> calls, BackendStack stack)
    {
        Registered = registered;
        Calls = calls;
        Resources =
        [
            .. registered
                .OrderBy(resource => resource.Type, StringComparer.Ordinal)
                .ThenBy(resource => resource.Name, StringComparer.Ordinal),
        ];
        Stack = stack;
    }

    /// <summary>The stack, for its outputs.</summary>
    public BackendStack Stack { get; }

    /// <summary>The resources in the order of their registration.</summary>
    public ImmutableArray<MockResourceArgs> Registered { get; }

    /// <summary>The functions that the program has called.</summary>
    public ImmutableArray<string> Calls { get; }

    /// <summary>The resources by type and name.</summary>
    public ImmutableArray<MockResourceArgs> Resources { get; }

    /// <summary>The plan of one of the repository's own stacks.</summary>
    public static Task<RecordedPlan> ForStack(string stack) => Create(StackSources.ForStack(stack), stack);

    /// <summary>The plan of the given services.</summary>
    /// <param name="services">The services in YAML.</param>
    /// <param name="stackSettings">Other settings of the stack in YAML.</param>
    /// <param name="whenRegistered">What to wait for before the registration of a resource is answered.</param>
    public static Task<RecordedPlan> ForServices(
        string services,
        string stackSettings = "",
        Func<MockResourceArgs, Task>? whenRegistered = null
    ) =>
        Create(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\n{stackSettings}\nservices:\n{Indented(services)}\n",
                ""
            ),
            whenRegistered: whenRegistered
        );

    public static async Task<RecordedPlan> Create(
        SettingsSources sources,
        string stack = "dev",
        Func<MockResourceArgs, Task>? whenRegistered = null,
        ImmutableDictionary<string, object>? outputs = null,
        IProjectPublisher? publisher = null,
        bool isPreview = false,
        string? root = null,
        Func<MockResourceArgs, bool>? isUnknown = null,
        Func<MockResourceArgs, ImmutableDictionary<string, object>?>? answer = null,
        bool isRendering = false
    )
    {
        var recorded = new ConcurrentQueue<MockResourceArgs>();
        var calls = new ConcurrentQueue<string>();
        var mocks = new Mock<IMocks>();
        mocks
            .Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .Returns(
                async (MockResourceArgs args) =>
                {
                    if (!string.IsNullOrEmpty(args.Id))
                    {
                        return (args.Id, ClaimAddress);
                    }

                    recorded.Enqueue(args);
                    await (whenRegistered?.Invoke(args) ?? Task.CompletedTask);
                    var answered = answer?.Invoke(args) ?? WithAddress(args);
                    return (isUnknown?.Invoke(args) ?? false ? null : $"{args.Name}-id", (object)answered);
                }
            );

        mocks
            .Setup(mock => mock.CallAsync(It.IsAny<MockCallArgs>()))
            .Callback((MockCallArgs args) => calls.Enqueue(args.Token!))
            .ReturnsAsync((object)ImmutableDictionary<string, object>.Empty.Add("outputs", outputs ?? NoOutputs));
        var loaded = SettingsLoader.Load(sources);
        using var folder = new ProjectFolderWithClusters(loaded.Settings.TargetClusters().Select(cluster => cluster.SimulatedName(stack)));
        var program = new ProgramSettings(loaded, stack, root ?? folder.Path) { Folder = folder.Path, IsRendering = isRendering };
        var services = new Mock<IServiceProvider>();
        services.Setup(provider => provider.GetService(typeof(BackendStack))).Returns(() => new BackendStack(program, publisher));
        var deployed = await Pulumi.Deployment.TestWithServiceProviderAsync<BackendStack>(
            mocks.Object,
            services.Object,
            new TestOptions
            {
                ProjectName = "infra",
                StackName = stack,
                IsPreview = isPreview,
            }
        );
        return new RecordedPlan([.. recorded], [.. calls], deployed.OfType<BackendStack>().Single());
    }

    /// <summary>Gets the inputs of an object.</summary>
    public Inputs Get(string kind, string name) => new(Assert.Single(Resources, resource => IsNamed(resource, kind, name)).Inputs);

    public bool Has(string kind, string name) => Resources.Any(resource => IsNamed(resource, kind, name));

    public IEnumerable<MockResourceArgs> KubernetesObjects() =>
        Resources.Where(resource => resource.Type!.StartsWith("kubernetes:", StringComparison.Ordinal));

    /// <summary>Adds the address that a cluster assigns to an Ingress or a LoadBalancer, and the digest of an image.</summary>
    private static ImmutableDictionary<string, object> WithAddress(MockResourceArgs args) =>
        args.Type == "docker:index/image:Image"
            ? args.Inputs.SetItem("repoDigest", $"{((string)args.Inputs["imageName"]).Split(':')[0]}@sha256:{new string('a', 64)}")
        : new Inputs(args.Inputs)["spec.type"] is "LoadBalancer" || args.Type!.EndsWith(":Ingress", StringComparison.Ordinal)
            ? args.Inputs.SetItem(
                "status",
                ImmutableDictionary<string, object>.Empty.Add(
                    "loadBalancer",
                    ImmutableDictionary<string, object>.Empty.Add(
                        "ingress",
                        ImmutableArray.Create<object>(
                            ImmutableDictionary<string, object>.Empty.Add("hostname", $"{args.Name!.Replace('/', '-')}.example.net")
                        )
                    )
                )
            )
        : args.Inputs;

    /// <summary>What an operator writes into the ConfigMap of a bucket's claim, which is all that the program reads.</summary>
    private static ImmutableDictionary<string, object> ClaimAddress { get; } =
        ImmutableDictionary<string, object>.Empty.Add(
            "data",
            ImmutableDictionary<string, object>.Empty.Add("BUCKET_HOST", "rgw.rook.svc").Add("BUCKET_PORT", "8080")
        );

    private static ImmutableDictionary<string, object> NoOutputs { get; } = ImmutableDictionary<string, object>.Empty;

    private static bool IsNamed(MockResourceArgs resource, string kind, string name) =>
        resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal) && resource.Name == name;

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}"));

    private sealed class ProjectFolderWithClusters : IDisposable
    {
        public ProjectFolderWithClusters(IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                var cluster = Directory.CreateDirectory(System.IO.Path.Combine(Path, ".infra", "clusters", name));
                File.WriteAllText(System.IO.Path.Combine(cluster.FullName, "kubeconfig"), "");
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("infra-tests-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
