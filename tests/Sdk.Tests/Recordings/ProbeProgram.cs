using System.Collections.Immutable;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using K8s = Pulumi.Kubernetes;

namespace Sdk.Tests.Recordings;

public class BagArgs : ResourceArgs
{
    [Input("list")]
    private InputList<object>? _list;

    [Input("asset")]
    public Input<AssetOrArchive>? Asset { get; set; }

    [Input("fileAsset")]
    public Input<AssetOrArchive>? FileAsset { get; set; }

    [Input("remoteAsset")]
    public Input<AssetOrArchive>? RemoteAsset { get; set; }

    [Input("archive")]
    public Input<AssetOrArchive>? Archive { get; set; }

    [Input("secret")]
    public Input<string>? Secret { get; set; }

    [Input("ref")]
    public Input<Resource>? Ref { get; set; }

    [Input("comp")]
    public Input<Resource>? Comp { get; set; }

    public InputList<object> List
    {
        get => _list ??= [];
        set => _list = value;
    }

    [Input("json", json: true)]
    public InputMap<object>? Json { get; set; }

    [Input("nullString")]
    public Input<string>? NullString { get; set; }

    [Input("number")]
    public Input<double>? Number { get; set; }

    [Input("flag")]
    public Input<bool>? Flag { get; set; }

    [Input("docJson")]
    public InputJson? DocJson { get; set; }
}

[ResourceType("test:index:Bag", "1.2.3")]
public class Bag : CustomResource
{
    public Bag(string name, BagArgs? args = null, CustomResourceOptions? o = null)
        : base("test:index:Bag", name, args ?? new BagArgs(), o) { }

    [Output("out")]
    public Output<string?> Out { get; private set; } = null!;
}

public class Comp : ComponentResource
{
    public Comp(string name, ComponentResourceOptions? o = null)
        : base("my:app:Comp", name, o)
    {
        var c = new K8s.Core.V1.ConfigMap(
            "child",
            new ConfigMapArgs { Data = { { "k", "v" } } },
            new CustomResourceOptions { Parent = this }
        );
        ChildId = c.Id;
        RegisterOutputs(new Dictionary<string, object?> { ["childId"] = c.Id });
    }

    public Output<string> ChildId { get; }
}

public class RemoteComp : ComponentResource
{
    public RemoteComp(string name, ResourceArgs a, ComponentResourceOptions? o = null)
        : base("test:index:Remote", name, a, o, remote: true) { }
}

/// <summary>The program of <c>probe.*.jsonl</c>.</summary>
public static class ProbeProgram
{
    public static IDictionary<string, object?> Run()
    {
        var tok = new Config().RequireSecret("token");
        var prov = new K8s.Provider("k8s", new K8s.ProviderArgs { EnableServerSideApply = true, Namespace = "default" });
        var comp = new Comp("comp", new ComponentResourceOptions { Providers = { prov } });
        var cm = new K8s.Core.V1.ConfigMap(
            "cm",
            new ConfigMapArgs
            {
                Metadata = new ObjectMetaArgs { Name = "cm" },
                Data = { { "token", tok }, { "child", comp.ChildId } },
            },
            new CustomResourceOptions
            {
                Provider = prov,
                DependsOn = { comp },
                Protect = true,
                IgnoreChanges = { "data" },
                ReplaceOnChanges = { "metadata.name" },
                AdditionalSecretOutputs = { "data" },
                DeleteBeforeReplace = true,
                RetainOnDelete = true,
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(10) },
                Version = "4.0.0",
                ImportId = "default/cm",
                Aliases =
                {
                    new Alias { Name = "oldcm" },
                    new Alias { Urn = "urn:pulumi:dev::sample::kubernetes:core/v1:ConfigMap::older" },
                    new Alias { NoParent = true },
                },
            }
        );
        _ = new K8s.Core.V1.Secret("sec", new SecretArgs { StringData = { { "token", tok } } });
        K8s.Core.V1.Namespace.Get("kube", "kube-system");
        _ = new Bag("bag", BagOf(cm, comp), new CustomResourceOptions { ResourceTransforms = { AddArgumentAsync } });
        _ = new RemoteComp(
            "remote",
            new BagArgs
            {
                Secret = tok,
                NullString = cm.Id,
                Ref = cm,
            },
            new ComponentResourceOptions { Providers = { prov } }
        );
        var sref = new StackReference("acme/other/prod");
        var inv = Deployment.Instance.Invoke<ImmutableDictionary<string, object>>(
            "test:index:getThing",
            new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("id", cm.Id).Add("tok", tok)),
            new InvokeOptions { Provider = prov }
        );
        var img = new Image(
            "img",
            new ImageArgs
            {
                ImageName = "r/i:1",
                Build = new DockerBuildArgs
                {
                    Context = "./app",
                    Dockerfile = "./app/Dockerfile",
                    Platform = "linux/amd64",
                    Args = { { "A", "b" } },
                },
                Registry = new RegistryArgs
                {
                    Server = "r",
                    Username = "u",
                    Password = Output.CreateSecret("p"),
                },
                SkipPush = true,
            }
        );
        Log.Info("hello", cm);
        Log.Warn("careful");
        return new Dictionary<string, object?>
        {
            ["cm"] = cm.Metadata.Apply(m => m.Name),
            ["tok"] = tok,
            ["res"] = cm,
            ["url"] = sref.RequireOutput("url"),
            ["inv"] = inv,
            ["n"] = 5,
            ["nothing"] = null,
            ["nested"] = new Dictionary<string, object?> { ["a"] = cm.Id },
            ["image"] = img.ImageName,
        };
    }

    private static BagArgs BagOf(K8s.Core.V1.ConfigMap cm, Comp comp) =>
        new()
        {
            Asset = new StringAsset("hello"),
            FileAsset = new FileAsset("./a.txt"),
            RemoteAsset = new RemoteAsset("https://x/y"),
            Archive = new AssetArchive(
                new Dictionary<string, AssetOrArchive>
                {
                    ["a"] = new StringAsset("x"),
                    ["dir"] = new FileArchive("./d"),
                    ["r"] = new RemoteArchive("https://x/z.zip"),
                }
            ),
            Secret = Output.CreateSecret("pw"),
            Ref = cm,
            Comp = comp,
            List = new object[] { "s", 1, 2.5, true },
            Json = new InputMap<object> { { "a", 1 }, { "b", "x" } },
            Number = 3,
            Flag = false,
            DocJson = "{\"q\":[1,null]}",
        };

    private static async Task<ResourceTransformResult?> AddArgumentAsync(ResourceTransformArgs args, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return new ResourceTransformResult(args.Args.SetItem("added", "by-transform"), args.Options);
    }
}
