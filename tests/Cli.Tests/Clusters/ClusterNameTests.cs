using Infra.Cli;
using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

/// <summary>A cluster's name becomes a folder: it must never lead out of the clusters' own.</summary>
public sealed class ClusterNameTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("lab-2")]
    [InlineData("0")]
    public void Indexer_ADnsLabel_IsAFolderBesideTheProject(string name) =>
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
    public void Indexer_AnythingElse_IsRefusedWithTheRule(string name) =>
        Assert.Contains("63", Assert.Throws<UsageException>(() => new ClusterDirectory("/project")[name]).Message, StringComparison.Ordinal);
}
