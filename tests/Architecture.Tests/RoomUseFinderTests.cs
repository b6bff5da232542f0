namespace Architecture.Tests;

/// <summary>The analysis finds planted violations: infra/Checks may use infra/Planning, but neither infra/Queries nor Pulumi.</summary>
public sealed class RoomUseFinderTests
{
    private const string Queries = """
        namespace Infra.Backend.Queries;
        internal sealed class Foreign;
        """;

    private const string Planning = """
        namespace Infra.Backend.Planning;
        internal static class Maker
        {
            public static Infra.Backend.Queries.Foreign[] MakeArray() => [];
            public static List<Infra.Backend.Queries.Foreign> MakeList() => [];
            public static (int, Infra.Backend.Queries.Foreign) MakeTuple() => default;
            public static int Use(Infra.Backend.Queries.Foreign foreign) => 1;
            public static int UseCallback(Action<Infra.Backend.Queries.Foreign> callback) => 1;
        }
        """;

    [Theory]
    [InlineData("Infra.Backend.Queries.Foreign? x = null;")]
    [InlineData("var x = Infra.Backend.Planning.Maker.MakeArray();")]
    [InlineData("var x = Infra.Backend.Planning.Maker.MakeArray().Length;")]
    [InlineData("var x = Infra.Backend.Planning.Maker.MakeList();")]
    [InlineData("var x = Infra.Backend.Planning.Maker.MakeTuple().Item1;")]
    [InlineData("foreach (var x in Infra.Backend.Planning.Maker.MakeList()) { }")]
    [InlineData("Infra.Backend.Planning.Maker.Use(new());")]
    [InlineData("Infra.Backend.Planning.Maker.Use(null!);")]
    [InlineData("Infra.Backend.Planning.Maker.UseCallback(_ => { });")]
    public void Uses_TypeOfAnotherRoom_AreFoundWithoutItsName(string statement) =>
        Assert.Contains(Uses(statement), use => use.Room == "infra/Queries");

    [Fact]
    public void Uses_AllowedRooms_AreTheOnlyOnes() =>
        Assert.All(Uses("""var x = typeof(Infra.Backend.Planning.Maker).Name;"""), use => Assert.Equal("infra/Planning", use.Room));

    [Theory]
    [InlineData("Pulumi", "Output<int>? x = null;")]
    [InlineData("static Pulumi.Output", "var x = Create(1);")]
    [InlineData("Out = Pulumi.Output", "var x = Out.Create(1);")]
    public void Uses_NamespaceOfAUsingItem_AreFound(string item, string statement) =>
        Assert.Contains(Uses(statement, item), use => use.Room == "sdk/Pulumi");

    [Theory]
    [InlineData("Output<int>? x = null;", "Output")]
    [InlineData("var x = Undeclared;", "Undeclared")]
    [InlineData("Infra.Backend.Undeclared.Type? x = null;", "Undeclared")]
    public void UnresolvedNames_UndeclaredName_IsFound(string statement, string name) =>
        Assert.Equal([$"infra/Checks/Planted.cs:1: {name}"], Bind(statement).UnresolvedNames());

    [Fact]
    public void Usings_OfAProjectFile_AreRead()
    {
        var file = ProjectFile.Read("tests/Kubernetes.Tests/Kubernetes.Tests.csproj");
        Assert.Equal("Xunit", Assert.Single(ProjectFile.Read("tests/Directory.Build.props").Usings));
        Assert.Contains("kubernetes/Kubernetes.csproj", file.ProjectReferences);
    }

    [Fact]
    public void Links_OfAProjectFile_AreReadUnlessInItsFolder() =>
        Assert.Equal(["common/GoDurationParser.cs"], ProjectFile.Read("kubernetes/Kubernetes.csproj").Links);

    [Fact]
    public void Links_OfTheGenerator_IncludeItsSchema() =>
        Assert.Equal(["kubernetes/Schema/kubernetes-1.36.json"], ProjectFile.Read("sdk/Pulumi.Kubernetes/Pulumi.Kubernetes.csproj").Links);

    private static IReadOnlyList<RoomUse> Uses(string statement, params string[] usings) =>
        [.. Bind(statement, usings).Uses().Where(use => use.File == "infra/Checks/Planted.cs")];

    private static ProjectSources Bind(string statement, params string[] usings) =>
        ProjectSources.Create(
            "infra",
            [
                ("infra/Checks/Planted.cs", $"namespace Infra.Backend.Checks; class Planted {{ void Run() {{ {statement} }} }}"),
                ("infra/Planning/Maker.cs", Planning),
                ("infra/Queries/Foreign.cs", Queries),
            ],
            usings
        );
}
