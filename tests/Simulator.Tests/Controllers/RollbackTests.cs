using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class RollbackTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public RollbackTests()
    {
        _cluster.Create(GroupResource.Deployments, ControlPlaneTests.Web);
        _cluster.Run(5);
        _cluster.Patch(
            GroupResource.Deployments,
            "web",
            """{"metadata":{"annotations":{"cause":"second"}},"spec":{"template":{"metadata":{"annotations":{"revision":"two"}}}}}"""
        );
        _cluster.Run(30);
    }

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Annotation_OfAnEarlierRevision_RestoresItsTemplateAndAnnotations(string revision)
    {
        RollBack(revision);

        var deployment = _cluster.Find(GroupResource.Deployments, "web")!;
        Assert.Null(deployment.Spec.Text("template", "metadata", "annotations", "revision"));
        Assert.Null(deployment.Metadata.Text("annotations", "cause"));
        Assert.Null(deployment.Metadata.Text("annotations", "deprecated.deployment.rollback.to"));
        Assert.Equal("3", deployment.Metadata.Text("annotations", "deployment.kubernetes.io/revision"));
        Assert.Equal("Rolled back deployment \"web\" to revision 1", Assert.Single(_cluster.Events("DeploymentRollback")));
    }

    [Theory]
    [InlineData("7", "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to.")]
    [InlineData(
        "2",
        "DeploymentRollbackTemplateUnchanged",
        "The rollback revision contains the same template as current deployment \"web\""
    )]
    public void Annotation_ThatCannotBeFollowed_IsRemovedWithAnEvent(string revision, string reason, string message)
    {
        RollBack(revision);

        var deployment = _cluster.Find(GroupResource.Deployments, "web")!;
        Assert.Equal("two", deployment.Spec.Text("template", "metadata", "annotations", "revision"));
        Assert.Null(deployment.Metadata.Text("annotations", "deprecated.deployment.rollback.to"));
        Assert.Equal(message, Assert.Single(_cluster.Events(reason)));
    }

    private void RollBack(string revision)
    {
        _cluster.Patch(
            GroupResource.Deployments,
            "web",
            $$$"""{"metadata":{"annotations":{"deprecated.deployment.rollback.to":"{{{revision}}}"} } }"""
        );
        _cluster.Run(30);
    }
}
