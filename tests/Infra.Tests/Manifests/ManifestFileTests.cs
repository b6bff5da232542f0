using Infra.Backend.Loading;

namespace Infra.Tests.Manifests;

/// <summary>The files that <c>manifests</c> names, and the objects in them.</summary>
public sealed class ManifestFileTests : IDisposable
{
    private readonly ManifestProject _project = new();

    [Theory]
    [InlineData("m/a.yaml", "a")]
    [InlineData("m/", "a b c d")]
    [InlineData("m", "a b c d")]
    [InlineData("m/*.yaml", "a b")]
    [InlineData("m/?.yaml", "a b")]
    [InlineData("m/**/*.json", "c d")]
    [InlineData("\"**/d.json\"", "d")]
    [InlineData("m/*/*", "d")]
    [InlineData("m/b.yaml, m/*.yaml", "b a")]
    [InlineData("../stacks/m/a.yaml", "a")]
    public void AnEntry_IsAFileAFolderOrAPattern(string entries, string names)
    {
        _project
            .Add("m/a.yaml", ConfigMap("a"))
            .Add("m/b.yaml", ConfigMap("b"))
            .Add("m/c.json", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}""")
            .Add("m/more/d.json", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}""")
            .Add("m/README.md", "text")
            .Add("m/.hidden.yaml", "text");

        Assert.Equal(names.Split(' '), Names(_project.Load(entries)));
    }

    [Theory]
    [InlineData("m/x.yaml", "there is no file or folder 'stacks/m/x.yaml'", "create it")]
    [InlineData("x/*.yaml", "there is no folder 'stacks/x'", "create it")]
    [InlineData("m/*.json", "no YAML or JSON file is at 'm/*.json'", "manifests/*.yaml")]
    [InlineData("/etc", "'/etc' is not a relative path", "write a path from 'stacks'")]
    [InlineData("../../x", "'../x' is outside the project", "copy it into the project")]
    [InlineData("m/outside.yaml", "'stacks/m/outside.yaml' is outside the project", "copy it into the project")]
    public void AnEntryThatCannotBeRead_IsAnError(string entry, string problem, string cure)
    {
        _project.Add("m/a.yaml", ConfigMap("a"));
        if (entry == "m/outside.yaml")
        {
            _project.AddLink(entry, "/etc/hostname");
        }

        var error = _project.FindError(entry);

        Assert.StartsWith($"stacks/services.yaml:4: manifests[0]: {problem}; ", error, StringComparison.Ordinal);
        Assert.Contains(cure, error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkToAFolderAboveIt_IsAnError()
    {
        _project.Add("m/a.yaml", ConfigMap("a")).AddLink("m/loop", "../m");

        Assert.Contains("'stacks/m/loop' is a link to a folder that contains it", _project.FindError("m/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_ListsAndEmptyOnes_AreRead()
    {
        _project.Add(
            "m/a.yaml",
            $$$"""
            # A comment, and nothing else.
            ---
            {{{ConfigMap("a")}}}
            ---
            ---
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
              - {apiVersion: v1, kind: ConfigMapList, items: [{metadata: {name: c}}]}
            ...
            ---
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}, "data": {"mode": !!str "1"}}
            """
        );

        Assert.Equal(["a", "b", "c", "d"], Names(_project.Load("m/a.yaml")));
    }

    [Theory]
    [InlineData("a: b\n", "stacks/m/a.yaml:1: this is not a Kubernetes object: 'apiVersion' is missing")]
    [InlineData("apiVersion: v1\n", "stacks/m/a.yaml:1: this is not a Kubernetes object: 'kind' is missing")]
    [InlineData("---\n- a\n", "stacks/m/a.yaml:2: a Kubernetes object is expected here")]
    [InlineData("kind: [\n", "stacks/m/a.yaml:2: this is not valid YAML")]
    [InlineData(
        "kind: ConfigMap\nkind: Secret\napiVersion: v1\nmetadata: {name: a}\n",
        "stacks/m/a.yaml:2: kind: 'kind' is already defined"
    )]
    public void AFileThatIsNoManifest_IsAnErrorAtItsLine(string content, string error)
    {
        _project.Add("m/a.yaml", content);

        Assert.StartsWith(error, _project.FindError("m/a.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotUtf8_IsAnError()
    {
        File.WriteAllBytes(
            Path.Combine(Directory.CreateDirectory(Path.Combine(_project.Root, "stacks")).FullName, "a.yaml"),
            [(byte)'\n', 0xff]
        );

        Assert.StartsWith("stacks/a.yaml:2: this line is not UTF-8", _project.FindError("a.yaml"), StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();

    private static string ConfigMap(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}";

    private static IEnumerable<string?> Names(LoadedSettings loaded) => loaded.Settings.ManifestObjects.Select(item => item.Name);
}
