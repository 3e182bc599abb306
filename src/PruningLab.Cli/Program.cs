using System.CommandLine;

RootCommand root = new("PruningLab without a browser: train, compare and prune networks.");
return root.Parse(args).Invoke();
