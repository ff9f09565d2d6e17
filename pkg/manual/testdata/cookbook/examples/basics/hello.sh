# Say hello
echo "Hello, world!"
