using Infra.Engine.Errors;
using Infra.Engine.Operations.Importing;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Operations;

public sealed class ImportFileTests : IDisposable
{
    private static readonly StackName Stack = new("shop", "dev");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("import-tests-");

    [Fact]
    public void Resolve_ParentsAndProviders_AreFoundInTheNameTableAndTheFile()
    {
        var list = Resolve(
            """
            {
              "nameTable": {"k": "urn:pulumi:dev::shop::pulumi:providers:kubernetes::k"},
              "resources": [
                {"type": "kubernetes:core/v1:ConfigMap", "name": "child", "id": "ns/c", "parent": "group", "provider": "k", "version": "v4.32.0"},
                {"type": "my:index:Group", "name": "group", "logicalName": "the-group", "component": true}
              ]
            }
            """
        );

        var child = list.Imports[0];
        Assert.Equal("urn:pulumi:dev::shop::my:index:Group::the-group", child.Parent.Value);
        Assert.Equal("urn:pulumi:dev::shop::pulumi:providers:kubernetes::k", child.Provider.Value);
        Assert.Equal("4.32.0", child.Version);
        Assert.Equal(new Urn("urn:pulumi:dev::shop::my:index:Group$kubernetes:core/v1:ConfigMap::child"), list.Urns[0]);
        Assert.Equal("group", list.Names[list.Urns[1]]);
    }

    [Theory]
    [InlineData("""{"resources": [{"name": "a", "id": "x"}]}""", "resource 'a' has no type")]
    [InlineData("""{"resources": [{"type": "t:t:T", "name": "a"}]}""", "resource 'a' of type 't:t:T' has no ID")]
    [InlineData("""{"resources": [{"type": "t:t:T", "name": "a", "id": "x", "remote": true}]}""", "`remote` is not supported")]
    [InlineData("""{"resources": [{"type": "t:t:T", "name": "a", "id": "x", "parent": "p"}]}""", "no entry in 'nameTable'")]
    [InlineData("""{"resources": [{"type": "t:t:T", "name": "a", "id": "x", "parent": "a"}]}""", "is its own ancestor")]
    [InlineData(
        """{"resources": [{"type": "t:t:T", "name": "a", "id": "x"}, {"type": "t:t:T", "name": "a", "id": "y"}]}""",
        "ambiguous URN"
    )]
    [InlineData("""{"resources": [{"type": "pulumi:providers:x", "name": "a", "id": "x"}]}""", "is a provider")]
    [InlineData("""{"resources": []}""", "lists no `resources`")]
    [InlineData("""{"resources": [""", "import.json:1: the import file is not valid")]
    public void Resolve_Mistakes_AreNamed(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigurationException>(() => Resolve(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("urn:pulumi:dev::shop::my:index:Group::g", "parent")]
    [InlineData("grp=urn:pulumi:dev::shop::my:index:Group::g", "grp")]
    public void Create_ParentOfTheCommandLine_IsAUrnWithOrWithoutAName(string parent, string name)
    {
        var spec = new ImportSpec
        {
            Type = "t:t:T",
            Name = "a",
            Id = "x",
        };

        var list = ImportList.Resolve(ImportFile.Create(spec, parent, provider: null), Stack, protect: true);

        Assert.Equal("urn:pulumi:dev::shop::my:index:Group::g", list.Imports[0].Parent.Value);
        Assert.Equal(name, list.Names[list.Imports[0].Parent]);
        Assert.True(list.Imports[0].Protect);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ImportList Resolve(string json)
    {
        var path = Path.Combine(_folder.FullName, "import.json");
        File.WriteAllText(path, json);
        return ImportList.Resolve(ImportFile.Load(path), Stack, protect: false);
    }
}
