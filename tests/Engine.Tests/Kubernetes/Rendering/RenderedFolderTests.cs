using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes.Rendering;

/// <summary>A rendered folder is owned file by file: what infra wrote is replaced and removed, everything else is left alone.</summary>
public sealed class RenderedFolderTests : IDisposable
{
    private static readonly RenderSource Source = new("prod", new SourceCommit("0123abcd", HasChanges: false));

    private readonly string _folder = Directory.CreateTempSubdirectory("rendered").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Objects_CreatesAFileForEachAndAKustomizationInTheOrderToApply()
    {
        var changes = Write(Object("Deployment", "web", "apps/v1"), Object("Service", "web"), Object("Namespace", "shop", space: null));

        Assert.Equal(new RenderedChanges(5, 0, 0, 0), changes);
        Assert.Equal(
            """
            # Written by infra render, which overwrites changes.
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources:
            - "1-manifest/v1-namespace-default-shop.yaml"
            - "1-manifest/v1-service-shop-web.yaml"
            - "1-manifest/apps_v1-deployment-shop-web.yaml"

            """,
            Read("kustomization.yaml")
        );
        Assert.Contains("from commit 0123abcd.", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CustomResourceDefinition_IsFirstAndKeepsFieldsWithDashes()
    {
        var definition = PropertyMap.Create(
            ("apiVersion", "apiextensions.k8s.io/v1"),
            ("kind", "CustomResourceDefinition"),
            ("metadata", PropertyMap.Create(("name", "widgets.example.test"))),
            ("spec", PropertyMap.Create(("x_kubernetes_preserve_unknown_fields", true)))
        );
        Write(Object("Service", "web"), new RenderedObject("", definition));

        const string file = "0-crd/apiextensions.k8s.io_v1-customresourcedefinition-default-widgets.example.test.yaml";
        Assert.Contains($"resources:\n- \"{file}\"\n- \"1-manifest", Read("kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("x-kubernetes-preserve-unknown-fields: true", Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Again_ChangesNothing()
    {
        Write(Object("Service", "web"));
        var before = Snapshot();

        Assert.Equal(new RenderedChanges(0, 3, 0, 0), Write(Object("Service", "web")));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Write_LinkToAMissingFileInTheWay_IsReplacedAndNotFollowed()
    {
        const string file = "1-manifest/v1-service-shop-web.yaml";
        Write(Object("Service", "web"));
        var content = Read(file);
        var path = Path.Combine(_folder, file);
        var target = Path.Combine(_folder, "elsewhere");
        File.Delete(path);
        File.CreateSymbolicLink(path, target);

        Write(Object("Service", "web"));

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(content, Read(file));
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Write_ObjectGone_RemovesItsFileAndLeavesOtherFilesAlone()
    {
        Write(Object("Service", "web"), Object("Service", "old"));
        File.WriteAllText(Path.Combine(_folder, "1-manifest", "mine.yaml"), "mine");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "mine");

        Assert.Equal(1, Write(Object("Service", "web")).Removed);

        Assert.Equal(
            [
                ".infra-render.json",
                "1-manifest/mine.yaml",
                "1-manifest/v1-service-shop-web.yaml",
                "README.md",
                "kustomization.yaml",
                "notes.txt",
            ],
            Snapshot().Keys
        );
    }

    [Fact]
    public void Write_LastObjectOfAClusterGone_RemovesItsFolder()
    {
        Write(Object("Service", "web", folder: "eu"), Object("Service", "web", folder: "us"));

        Write(Object("Service", "web", folder: "eu"));

        Assert.False(Directory.Exists(Path.Combine(_folder, "us")));
        Assert.True(File.Exists(Path.Combine(_folder, "eu", "kustomization.yaml")));
    }

    [Fact]
    public void Write_ForeignFileInTheWay_IsRefusedBeforeAnythingIsWritten()
    {
        File.WriteAllText(Path.Combine(_folder, "README.md"), "mine");
        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"), "mine");

        var error = Assert.Throws<InvalidOperationRequestException>(() => Write(Object("Service", "web")));

        Assert.Equal(2, error.Message.Split('\n').Length);
        Assert.Contains("README.md: infra render did not write this file", error.Message, StringComparison.Ordinal);
        Assert.Equal(["README.md", "kustomization.yaml"], Snapshot().Keys);
    }

    [Fact]
    public void Write_InterruptedBefore_OwnsTheFilesThatWereWritten()
    {
        // The record names a file that was never written, and one whose content is not complete.
        Write(Object("Service", "web"), Object("Service", "old"));
        File.Delete(Path.Combine(_folder, "1-manifest/v1-service-shop-old.yaml"));
        File.WriteAllText(Path.Combine(_folder, "1-manifest/v1-service-shop-web.yaml"), "apiVer");

        Write(Object("Service", "web"));

        Assert.Contains("kind: Service", Read("1-manifest/v1-service-shop-web.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../outside.yaml")]
    public void Write_RecordThatNamesAFileOutside_IsRefused(string path)
    {
        File.WriteAllText(Path.Combine(_folder, ".infra-render.json"), $$"""{"version": 1, "files": ["{{path}}"]}""");

        var error = Assert.Throws<InvalidOperationRequestException>(() => Write(Object("Service", "web")));

        Assert.Contains($"'{path}' is not a path inside the folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"version": 2, "files": []}""")]
    public void Write_DamagedRecord_IsRefused(string record)
    {
        File.WriteAllText(Path.Combine(_folder, ".infra-render.json"), record);

        var error = Assert.Throws<InvalidOperationRequestException>(() => Write(Object("Service", "web")));

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Secret_IsAPlaceholderOutsideTheKustomization()
    {
        var changes = Write(Secret("db"), Object("Service", "web"));

        Assert.Equal(1, changes.Placeholders);
        Assert.DoesNotContain("secret", Read("kustomization.yaml"), StringComparison.Ordinal);
        var placeholder = Read("2-secret-placeholder/v1-secret-shop-db.yaml.placeholder");
        Assert.StartsWith("# A placeholder", placeholder, StringComparison.Ordinal);
        Assert.Contains("""password: "<secret>" """.Trim(), placeholder, StringComparison.Ordinal);
        Assert.Contains("| shop | db | hidden, password |", Read("README.md"), StringComparison.Ordinal);
        Assert.All(Snapshot().Values, content => Assert.DoesNotContain("hunter2", content, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_SecretShown_HasItsValuesForTheOwnerOnly()
    {
        var changes = RenderedFolder.Write(_folder, [Secret("db")], Source, showSecrets: true);

        Assert.Equal(0, changes.Placeholders);
        Assert.Contains("password: hunter2", Read("1-manifest/v1-secret-shop-db.yaml"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_folder, "1-manifest/v1-secret-shop-db.yaml"))
            );
        }
    }

    [Fact]
    public void Write_SecretHiddenAgain_RemovesItsValues()
    {
        RenderedFolder.Write(_folder, [Secret("db")], Source, showSecrets: true);

        Write(Secret("db"));

        Assert.All(Snapshot().Values, content => Assert.DoesNotContain("hunter2", content, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_SecretOutsideASecret_IsRefusedWithItsPath()
    {
        var inputs = Object("ConfigMap", "web")
            .Inputs.SetItem("data", PropertyMap.Create(("items", PropertyValue.Array("a", ((PropertyValue)"hunter2").MakeSecret()))));

        var error = Assert.Throws<InvalidOperationRequestException>(() => Write(new RenderedObject("", inputs)));

        Assert.StartsWith("ConfigMap shop/web: data.items[1] would be a secret in plain text", error.Message, StringComparison.Ordinal);
        Assert.Empty(Snapshot());
    }

    [Fact]
    public void Write_SameObjectTwice_IsRefused()
    {
        var error = Assert.Throws<InvalidOperationRequestException>(() => Write(Object("Service", "web"), Object("Service", "web")));

        Assert.StartsWith("Service shop/web: the program declares this object twice", error.Message, StringComparison.Ordinal);
    }

    private RenderedChanges Write(params RenderedObject[] objects) => RenderedFolder.Write(_folder, objects, Source, showSecrets: false);

    private static RenderedObject Object(string kind, string name, string apiVersion = "v1", string? space = "shop", string folder = "") =>
        new(
            folder,
            PropertyMap.Create(
                ("apiVersion", apiVersion),
                ("kind", kind),
                ("metadata", space is null ? PropertyMap.Create(("name", name)) : PropertyMap.Create(("name", name), ("namespace", space)))
            )
        );

    private static RenderedObject Secret(string name)
    {
        var secret = Object("Secret", name).Inputs;
        return new RenderedObject(
            "",
            secret
                .SetItem("stringData", new PropertySecret(PropertyMap.Create(("password", "hunter2"))))
                .SetItem("data", PropertyMap.Create(("hidden", "aHVudGVyMg==")))
        );
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private SortedDictionary<string, string> Snapshot()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(_folder, file)] = File.ReadAllText(file);
        }

        return files;
    }
}
