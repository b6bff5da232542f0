namespace Infra.Cli.Pipelines.Github;

/// <summary>The workflows of GitHub Actions.</summary>
internal static class GithubPipeline
{
    private const string Folder = ".github/workflows";

    public static Pipeline Create(PipelineSubject subject) =>
        new(
            [
                new PipelineFile($"{Folder}/infra-pull-request.yml", PullRequestWorkflow.Write(subject)),
                new PipelineFile($"{Folder}/infra-comment.yml", CommentWorkflow.Write(subject)),
                new PipelineFile($"{Folder}/infra-deploy.yml", DeploymentWorkflow.Write(subject)),
                new PipelineFile($"{Folder}/infra-drift.yml", DriftWorkflow.Write(subject)),
                new PipelineFile($"{Folder}/infra-manual.yml", ManualWorkflow.Write(subject)),
            ],
            [
                $"the environments {string.Join(", ", subject.Stacks.SelectMany(stack => (string[])[$"{stack}-plan", stack]))}: those named -plan for previews, with credentials that may only read",
                $"reviewers for the environment {subject.Last}, and the branch {subject.Branch} as the only one that may deploy to the environments",
                "in each environment the secrets PULUMI_CONFIG_PASSPHRASE and KUBECONFIG, and the variable PULUMI_BACKEND_URL (s3:// or kubernetes://, since runners keep no state)",
            ]
        );
}
