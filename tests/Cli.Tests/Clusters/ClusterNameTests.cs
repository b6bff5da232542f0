using Infra.Cli;
using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

/// <summary>A cluster's name becomes a folder name, so it must not contain path separators.</summary>
public sealed class ClusterNameTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("lab-2")]
    [InlineData("0")]
    public void Indexer_ADnsLabel_IsAFolderOfTheProject(string name) =>
        Assert.Equal(Path.Combine("/project", ".infra", "clusters", name, "kubeconfig"), new ClusterDirectory("/project")[name].Kubeconfig);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("Dev")]
    [InlineData("-dev")]
    [InlineData("dev-")]
    [InlineData("a/b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Indexer_AnyOtherName_FailsWithTheRule(string name) =>
        Assert.Contains(
            "63",
            Assert.Throws<UsageException>(() => new ClusterDirectory("/project")[name]).Message,
            StringComparison.Ordinal
        );
}
